import { revocationBound } from '@latchkey/schema'

/** In how many seconds an ended session is signed out, at most. */
export const revocationSeconds = revocationBound / 1_000
