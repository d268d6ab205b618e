import { setImmediate } from 'node:timers/promises'
import { after, minute, second } from '../../duration.ts'
import type { RandomBytes } from '../../random.ts'
import type { UserId } from '../../users/user.ts'
import type { EndedSession, Session, SessionId } from '../session.ts'
import type { SessionBus } from './session-bus.ts'
import { type ListedSession, type SessionList, type WatchMessage, WatchStream } from './watch-stream.ts'

export interface WatchPolicy {
  /**
   * Streams of one session: its open tabs. A browser has six connections to a host over HTTP/1.1, and needs some for
   * its calls.
   */
  readonly perSession: number
  readonly perUser: number
  /** For how many milliseconds a stream may last, give or take a tenth, so that they do not all come back at once. */
  readonly life: number
  /** How many milliseconds after its last stream closed a session still counts as open: a tab that reloads is back. */
  readonly lingering: number
}

export const defaultWatchPolicy: WatchPolicy = {
  perSession: 4,
  perUser: 40,
  life: 15 * minute,
  lingering: 5 * second,
}

/** Rooms that are looked through in one go before others get their turn. */
const roomsAtOnce = 50

export interface SessionRoomsDependencies {
  readonly listLive: (userId: UserId) => Promise<readonly Session[]>
  readonly findEnded: (id: SessionId) => Promise<EndedSession | null>
  readonly bus: SessionBus
  readonly policy: WatchPolicy
  readonly now: () => Date
  readonly random: RandomBytes
}

/** The open streams of one user. A set keeps their order: the oldest comes first. */
class Room {
  readonly streams = new Set<WatchStream>()
  /** When the last stream of a session closed. */
  readonly left = new Map<SessionId, Date>()
  reading: Promise<void> | null = null
  isStale = false
}

/**
 * Whoever watches their sessions right now. What they are told is read from the store, whatever made us look: the bus
 * says when, the row says what.
 */
export class SessionRooms {
  readonly #deps: SessionRoomsDependencies
  readonly #rooms = new Map<UserId, Room>()
  #isClosed = false

  constructor(deps: SessionRoomsDependencies) {
    this.#deps = deps
    deps.bus.subscribe((userId) => {
      // A store that can't be read now is read again, and its fault reported, at the next recheck.
      this.#refresh(userId).catch(() => undefined)
    })
  }

  /**
   * The user's live sessions, at once and whenever something about them changes, for as long as the watching one is
   * live. The last message says that it ended, or why the stream closes; `onLastWord` is called when there is one,
   * whether or not anybody reads on.
   */
  async *watch(
    { userId, id }: Session,
    { signal, onLastWord }: { signal: AbortSignal; onLastWord: () => void },
  ): AsyncGenerator<WatchMessage, void> {
    const { now, policy, random } = this.#deps
    const stream = new WatchStream(id, after(now(), aboutAsLongAs(policy.life, random)), onLastWord)
    const room = this.#rooms.get(userId) ?? new Room()
    this.#rooms.set(userId, room)
    room.streams.add(stream)
    if (this.#isClosed) stream.finish({ type: 'closed', cause: 'stopping' })
    displaceOldest(room, policy, id)
    try {
      // After it joined: an ending that came before this is seen here, one that comes later is told.
      await this.#refresh(userId)
      yield* stream.messages(signal)
    } finally {
      room.streams.delete(stream)
      room.left.set(id, now())
    }
  }

  /** The live sessions as a list shows them. */
  withPresence(userId: UserId, sessions: readonly Session[]): readonly ListedSession[] {
    const room = this.#rooms.get(userId)
    const present = new Set(room?.left.keys())
    for (const stream of room?.streams ?? []) if (!stream.isFinished) present.add(stream.sessionId)
    return sessions.map((session) => ({ ...session, online: present.has(session.id) }))
  }

  /**
   * Looks at every watched user's rows again: another process may have changed them, or somebody by hand. Closes the
   * streams that have lasted long enough.
   *
   * @throws what the store threw last, after all others had their turn
   */
  async recheck(): Promise<void> {
    const failures: unknown[] = []
    let turns = 0
    for (const [userId, room] of this.#rooms) {
      this.#forgetWhoLeft(room)
      // oxlint-disable-next-line eslint/no-await-in-loop -- one after the other, so that calls get their turn between
      await this.#refresh(userId).catch((error: unknown) => failures.push(error))
      this.#closeOld(room)
      if (room.streams.size === 0 && room.left.size === 0) this.#rooms.delete(userId)
      turns += 1
      // oxlint-disable-next-line eslint/no-await-in-loop
      if (turns % roomsAtOnce === 0) await setImmediate()
    }
    if (failures.length > 0) throw failures.at(-1)
  }

  /** Closes every stream, and each that is still to come: the process is going. */
  close(): void {
    this.#isClosed = true
    for (const room of this.#rooms.values()) {
      for (const stream of room.streams) stream.finish({ type: 'closed', cause: 'stopping' })
    }
  }

  #closeOld(room: Room): void {
    const { now } = this.#deps
    for (const stream of room.streams) {
      if (stream.closesAt <= now()) stream.finish({ type: 'closed', cause: 'too_old' })
    }
  }

  #forgetWhoLeft(room: Room): void {
    const { now, policy } = this.#deps
    for (const [id, at] of room.left) if (after(at, policy.lingering) <= now()) room.left.delete(id)
  }

  /** One at a time for a user, so that an older list never follows a newer one. */
  async #refresh(userId: UserId): Promise<void> {
    const room = this.#rooms.get(userId)
    if (room === undefined) return
    room.isStale = true
    room.reading ??= this.#readWhileStale(userId, room).finally(() => {
      room.reading = null
    })
    await room.reading
  }

  async #readWhileStale(userId: UserId, room: Room): Promise<void> {
    while (room.isStale) {
      room.isStale = false
      // oxlint-disable-next-line eslint/no-await-in-loop -- again only when something changed while it was reading
      await this.#read(userId, room)
    }
  }

  async #read(userId: UserId, room: Room): Promise<void> {
    // Who joins while this is being read is read for once more: this list may be older than their session.
    const streams = [...room.streams]
    if (streams.length === 0) return
    const sessions = this.withPresence(userId, await this.#deps.listLive(userId))
    const list: SessionList = { sessions, key: JSON.stringify(sessions) }
    const live = new Set(sessions.map((session) => session.id))
    for (const stream of streams) {
      if (live.has(stream.sessionId)) stream.offer(list)
      // oxlint-disable-next-line eslint/no-await-in-loop -- rare, and the first to end is the first to know
      else stream.finish({ type: 'ended', ended: await this.#deps.findEnded(stream.sessionId) })
    }
  }
}

const deviation = 0.1

/** A duration, give or take a tenth. */
function aboutAsLongAs(duration: number, random: RandomBytes): number {
  const [dice = 0] = random(1)
  return duration * (1 - deviation + (2 * deviation * dice) / 0xff)
}

/** Makes room for the stream that was just added. */
function displaceOldest({ streams }: Room, { perSession, perUser }: WatchPolicy, sessionId: SessionId): void {
  const open = [...streams].filter((stream) => !stream.isFinished)
  const ofSession = open.filter((stream) => stream.sessionId === sessionId)
  const displaced = [...ofSession.slice(0, -perSession), ...open.slice(0, -perUser)]
  for (const stream of displaced) stream.finish({ type: 'closed', cause: 'displaced' })
}
