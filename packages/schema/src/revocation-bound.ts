/**
 * The promise of the access screen, in milliseconds: an ended session's open tabs hear of it within this time from the
 * moment the ending is answered. `pnpm bench:revocation` measures it and fails above it.
 */
export const revocationBound = 1000
