import { minute } from '../duration.ts'
import type { Session, SessionId } from './session.ts'
import type { SessionStore } from './session-store.ts'

/**
 * Last-seen times, collected in memory and written behind: a session check never waits for a write, and a session is
 * written at most once a flush however often it is used.
 */
export class SessionActivity {
  readonly #sessions: SessionStore
  #pending = new Map<SessionId, Date>()

  constructor(sessions: SessionStore) {
    this.#sessions = sessions
  }

  /** Notes that a session is in use; within a minute of the last note it does nothing. */
  seen(session: Session, now: Date): void {
    if (now.getTime() - this.lastSeenAt(session).getTime() >= minute) this.#pending.set(session.id, now)
  }

  /** The last time that is known, written or not. */
  lastSeenAt(session: Session): Date {
    return this.#pending.get(session.id) ?? session.lastSeenAt
  }

  /** Writes what has been collected. When the store refuses, nothing is lost: it goes with the next flush. */
  async flush(): Promise<void> {
    if (this.#pending.size === 0) return
    const batch = this.#pending
    this.#pending = new Map()
    try {
      await this.#sessions.recordSeen(batch)
    } catch (error) {
      this.#pending = new Map([...batch, ...this.#pending])
      throw error
    }
  }
}
