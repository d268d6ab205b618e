import { setImmediate } from 'node:timers/promises'
import type { SessionId, UserId } from '@latchkey/schema'
import { minute } from '../core/duration.ts'
import type { Session } from './session.ts'
import type { SessionStore, Sighting } from './session-store.ts'

type Sightings = ReadonlyMap<SessionId, Sighting>

const none: Sightings = new Map()

/** At some 20 µs for each session, a portion holds the process for a few milliseconds. */
const portionSize = 250

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

  /** Takes out last uses of a user's sessions that were written with something else; later ones stay. */
  forget(userId: UserId, written: Sightings): void {
    const ofUser = this.#pending.get(userId)
    if (ofUser === undefined) return
    for (const [id, sighting] of written) if (ofUser.get(id) === sighting) ofUser.delete(id)
    if (ofUser.size === 0) this.#pending.delete(userId)
  }

  /**
   * Writes what has been collected, in portions, between which the process does other work. When the store throws, nothing
   * is lost: what is not written is written with the next flush.
   *
   * @throws what the store throws
   */
  async flush(): Promise<void> {
    const portions = inPortions(this.#pending)
    for (const portion of portions) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: that is what leaves time between them
      await this.#store.recordSeen(new Map([...portion.values()].flatMap((sightings) => [...sightings])))
      for (const [userId, sightings] of portion) this.forget(userId, sightings)
      // oxlint-disable-next-line no-await-in-loop -- as above
      if (portion !== portions.at(-1)) await setImmediate()
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

/** Returns copies of the last uses of users, at most as many together as a portion has, or those of one user. */
function inPortions(pending: ReadonlyMap<UserId, Sightings>): readonly ReadonlyMap<UserId, Sightings>[] {
  const portions: Map<UserId, Sightings>[] = []
  let size = Infinity
  for (const [userId, sightings] of pending) {
    if (size + sightings.size > portionSize) {
      portions.push(new Map())
      size = 0
    }
    portions.at(-1)?.set(userId, new Map(sightings))
    size += sightings.size
  }
  return portions
}
