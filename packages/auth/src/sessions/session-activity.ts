import type { SessionId } from '@latchkey/schema'
import { minute } from '../core/duration.ts'
import type { Session } from './session.ts'
import type { SessionStore, Sighting } from './session-store.ts'

/**
 * Collects in memory when and from where sessions were last used, and writes it later: a session check never waits for a
 * write, and a session is written at most once in a flush however often it is used.
 */
export class SessionActivity {
  readonly #store: SessionStore
  #pending = new Map<SessionId, Sighting>()

  constructor(store: SessionStore) {
    this.#store = store
  }

  /** Notes that a session is in use. Does nothing within a minute of the last note from the same address. */
  note(session: Session, use: Sighting): void {
    const last = this.#last(session)
    const ip = use.ip ?? last.ip
    if (use.at.getTime() - last.at.getTime() >= minute || ip !== last.ip) {
      this.#pending.set(session.id, { at: use.at > last.at ? use.at : last.at, ip })
    }
  }

  /** Returns the session with its last use, whether or not that has been written. */
  withLastUse(session: Session): Session {
    const { at, ip } = this.#last(session)
    return { ...session, lastSeenAt: at, ip }
  }

  /**
   * Writes what has been collected. When the store throws, nothing is lost: it is written with the next flush.
   *
   * @throws what the store throws
   */
  async flush(): Promise<void> {
    if (this.#pending.size === 0) return
    const batch = this.#pending
    this.#pending = new Map()
    try {
      await this.#store.recordSeen(batch)
    } catch (error) {
      this.#pending = new Map([...batch, ...this.#pending])
      throw error
    }
  }

  #last(session: Session): Sighting {
    return this.#pending.get(session.id) ?? { at: session.lastSeenAt, ip: session.ip }
  }
}
