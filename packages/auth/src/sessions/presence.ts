import type { SessionId, UserId } from '@latchkey/schema'
import type { SessionTarget } from './session-store.ts'

/** Tells other servers which sessions have a tab open at this one, and this one of theirs. */
export interface Presence {
  /** A tab of the session is open here. Must not throw and must not wait. */
  opened(session: SessionTarget): void

  /** The last tab of the session here has closed. Must not throw and must not wait. */
  closed(session: SessionTarget): void

  /** Returns the sessions of a user that have a tab open at another server, as far as is known. Must not throw. */
  findElsewhere(userId: UserId): Promise<ReadonlySet<SessionId>>
}

const none: ReadonlySet<SessionId> = new Set()

/** The presence of a server that is the only one. */
export const noPresence: Presence = {
  opened: () => undefined,
  closed: () => undefined,
  findElsewhere: async () => none,
}
