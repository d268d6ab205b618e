import { minute } from '../duration.ts'
import type { Session, SessionId } from './session.ts'
import type { Seen, SessionStore } from './session-store.ts'

/**
 * When and where from sessions were last used, collected in memory and written behind: a session check never waits for
 * a write, and a session is written at most once a flush however often it is used.
 */
export class SessionActivity {
  readonly #sessions: SessionStore
  #pending = new Map<SessionId, Seen>()

  constructor(sessions: SessionStore) {
    this.#sessions = sessions
  }

  /** Notes that a session is in use; within a minute of the last note, and from the same address, it does nothing. */
  seen(session: Session, use: Seen): void {
    const last = this.#last(session)
    const ip = use.ip ?? last.ip
    if (use.at.getTime() - last.at.getTime() >= minute || ip !== last.ip) {
      this.#pending.set(session.id, { at: use.at > last.at ? use.at : last.at, ip })
    }
  }

  /** The session with the last use that is known, written or not. */
  withLastUse(session: Session): Session {
    const { at, ip } = this.#last(session)
    return { ...session, lastSeenAt: at, ip }
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

  #last(session: Session): Seen {
    return this.#pending.get(session.id) ?? { at: session.lastSeenAt, ip: session.ip }
  }
}
