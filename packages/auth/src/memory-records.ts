import type { Ending, Session, SessionId } from './sessions/session.ts'
import type { User, UserId } from './users/user.ts'

/** A session on record: without an ending it is live, or overdue. */
export interface MemorySession {
  session: Session
  ending: Ending | null
}

/** The records that the memory stores share, as the tables of a database are shared. For tests. */
export interface MemoryRecords {
  readonly users: Map<UserId, User>
  readonly hashes: Map<UserId, string>
  readonly sessions: Map<SessionId, MemorySession>
}

/** Ends the live sessions that `which` picks; returns how many. */
export function endWhere(records: MemoryRecords, which: (session: Session) => boolean, ending: Ending): number {
  const picked = [...records.sessions.values()].filter(
    ({ session, ending: ended }) => ended === null && session.idleExpiresAt > ending.at && which(session),
  )
  for (const record of picked) record.ending = ending
  return picked.length
}
