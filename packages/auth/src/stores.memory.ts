import type { AuthStores } from './auth.ts'
import type { User, UserId } from './users/user.ts'
import type { Ending, Session, SessionId } from './sessions/session.ts'
import { createMemoryPasswordStore } from './passwords/password-store.memory.ts'
import { createMemorySessionStore } from './sessions/session-store.memory.ts'
import { createMemoryUserStore } from './users/user-store.memory.ts'

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

export function createMemoryStores(): AuthStores {
  const records: MemoryRecords = { users: new Map(), hashes: new Map(), sessions: new Map() }
  return {
    users: createMemoryUserStore(records),
    passwords: createMemoryPasswordStore(records),
    sessions: createMemorySessionStore(records),
  }
}

/** Ends the sessions without an ending that `which` picks; returns how many. */
export function endWhere(records: MemoryRecords, which: (session: Session) => boolean, ending: Ending): number {
  const picked = [...records.sessions.values()].filter((record) => record.ending === null && which(record.session))
  for (const record of picked) record.ending = ending
  return picked.length
}
