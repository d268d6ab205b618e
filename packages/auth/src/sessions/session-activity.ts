import type { SessionId, UserId } from '@latchkey/schema'
import { minute } from '../core/duration.ts'
import type { Session } from './session.ts'
import type { SessionStore, Sighting } from './session-store.ts'

type Sightings = ReadonlyMap<SessionId, Sighting>

const none: Sightings = new Map()

/**
 * Collects in memory when and from where sessions were last used, and writes it later: a session check never waits for a
 * write, and a session is written at most once in a flush however often it is used.
 */
export class SessionActivity {
  readonly #store: SessionStore
  #pending = new Map<UserId, Map<SessionId, Sighting>>()

  constructor(store: SessionStore) {
    this.#store = store
  }

  /** Notes that a session is in use. Does nothing within a minute of the last note from the same address. */
  note(session: Session, use: Sighting): void {
    const last = this.#last(session)
    const ip = use.ip ?? last.ip
    if (use.at.getTime() - last.at.getTime() < minute && ip === last.ip) return
    this.#add(session.userId, session.id, { at: use.at > last.at ? use.at : last.at, ip })
  }

  /** Returns the session with its last use, whether or not that has been written. */
  withLastUse(session: Session): Session {
    const { at, ip } = this.#last(session)
    return { ...session, lastSeenAt: at, ip }
  }

  /** Returns the last uses of a user's sessions that are not written yet. */
  unwrittenOf(userId: UserId): Sightings {
    return this.#pending.get(userId) ?? none
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
      await this.#store.recordSeen(new Map([...batch.values()].flatMap((sightings) => [...sightings])))
    } catch (error) {
      for (const [userId, sightings] of batch) {
        for (const [id, sighting] of sightings) {
          if (this.#pending.get(userId)?.has(id) !== true) this.#add(userId, id, sighting)
        }
      }
      throw error
    }
  }

  #add(userId: UserId, id: SessionId, sighting: Sighting): void {
    const ofUser = this.#pending.get(userId)
    if (ofUser === undefined) this.#pending.set(userId, new Map([[id, sighting]]))
    else ofUser.set(id, sighting)
  }

  #last(session: Session): Sighting {
    return this.#pending.get(session.userId)?.get(session.id) ?? { at: session.lastSeenAt, ip: session.ip }
  }
}
