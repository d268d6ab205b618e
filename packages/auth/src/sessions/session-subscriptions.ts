import { setImmediate } from 'node:timers/promises'
import type { SessionId, UserId } from '@latchkey/schema'
import { after, minute, second } from '../core/duration.ts'
import type { RandomBytes } from '../core/random.ts'
import { surroundingNetwork } from '../core/surrounding-network.ts'
import type { ListedSession } from './list-sessions.ts'
import type { Presence } from './presence.ts'
import type { Session } from './session.ts'
import type { SessionBus } from './session-bus.ts'
import type { SessionStore } from './session-store.ts'
import { type SessionList, SessionStream, type WatchMessage } from './session-stream.ts'

export interface SubscriptionPolicy {
  /**
   * Streams of one session, which are its open tabs. A browser has six connections to a host over HTTP/1.1, and needs some
   * for its calls.
   */
  readonly perSession: number
  readonly perUser: number
  /** Streams of all users together: each holds a connection and some memory. */
  readonly inAll: number
  /** For how many milliseconds a stream lasts, give or take a tenth, so that clients do not all connect again at once. */
  readonly life: number
  /** For how many milliseconds after its last stream a session counts as online: a tab that reloads connects again. */
  readonly onlineGrace: number
}

/** The numbers and the lifetime of streams of `sessions.watch`. */
export const defaultSubscriptionPolicy: SubscriptionPolicy = {
  perSession: 4,
  perUser: 40,
  inAll: 2000,
  life: 15 * minute,
  onlineGrace: 5 * second,
}

/** Users whose sessions are read in one go before other work gets its turn. */
const usersAtOnce = 50

export interface SessionSubscriptionsDependencies {
  readonly store: SessionStore
  readonly list: (userId: UserId) => Promise<readonly ListedSession[]>
  readonly bus: SessionBus
  readonly presence: Presence
  readonly policy: SubscriptionPolicy
  readonly now: () => Date
  readonly random: RandomBytes
}

/** The open streams of one user. A set keeps their order: the oldest comes first. */
class UserStreams {
  readonly streams = new Set<SessionStream>()
  /** When the last stream of a session closed. */
  readonly closedAt = new Map<SessionId, Date>()
  reading: Promise<void> | null = null
  isStale = false
}

/** The reader of a stream. */
export interface WatchListener {
  readonly signal: AbortSignal
  readonly ip: string | null
  /** Called when there is a final message, whether or not it is read. */
  readonly onFinalMessage: () => void
}

/**
 * The open streams of `sessions.watch`. What they send is read from the store, whatever caused the reading: the bus says
 * when, the row says what.
 */
export class SessionSubscriptions {
  readonly #deps: SessionSubscriptionsDependencies
  readonly #users = new Map<UserId, UserStreams>()
  #isClosed = false

  constructor(deps: SessionSubscriptionsDependencies) {
    this.#deps = deps
    // A store that can't be read now is read again, and its fault reported, at the next recheck.
    deps.bus.subscribe({
      onChange: (userId) => void this.#refresh(userId).catch(() => undefined),
      onGap: () => void this.recheck().catch(() => undefined),
    })
  }

  /**
   * Yields the user's live sessions, at once and whenever something in them changes, while the watching session is live.
   * The final message says that it ended, or why the stream closes; `onFinalMessage` is called when there is one, whether
   * or not it is read.
   */
  async *subscribe(
    { userId, id }: Session,
    { signal, ip, onFinalMessage }: WatchListener,
  ): AsyncGenerator<WatchMessage, void> {
    const { now, policy, presence, random } = this.#deps
    const closesAt = after(now(), withDeviation(policy.life, random))
    const stream = new SessionStream({ sessionId: id, network: surroundingNetwork(ip), closesAt, onFinalMessage })
    const user = this.#users.get(userId) ?? new UserStreams()
    this.#users.set(userId, user)
    user.streams.add(stream)
    presence.opened({ id, userId })
    if (this.#isClosed) stream.finish({ type: 'closed', cause: 'stopping' })
    displaceOldest(user, policy, id)
    this.#displaceBeyondAll()
    try {
      // After it was added: an ending that came before is read here, one that comes later is announced by the bus.
      await this.#refresh(userId)
      yield* stream.messages(signal)
    } finally {
      user.streams.delete(stream)
      user.closedAt.set(id, now())
    }
  }

  /** Whether a tab of the session is open, or was until a moment ago. */
  hasOpenStream({ userId, id }: Session): boolean {
    const user = this.#users.get(userId)
    if (user === undefined) return false
    if (user.closedAt.has(id)) return true
    return hasOpen(user, id)
  }

  /**
   * Reads every watched user's rows again, since another process may have changed them. Closes the streams that have
   * lasted long enough.
   *
   * @throws what the store threw last, after all other users were read
   */
  async recheck(): Promise<void> {
    const failures: unknown[] = []
    let turns = 0
    for (const [userId, user] of this.#users) {
      this.#forgetClosed(userId, user)
      // oxlint-disable-next-line eslint/no-await-in-loop -- one after the other, so that calls get their turn between
      await this.#refresh(userId).catch((error: unknown) => failures.push(error))
      this.#closeOld(user)
      if (user.streams.size === 0 && user.closedAt.size === 0) this.#users.delete(userId)
      turns += 1
      // oxlint-disable-next-line eslint/no-await-in-loop
      if (turns % usersAtOnce === 0) await setImmediate()
    }
    if (failures.length > 0) throw failures.at(-1)
  }

  /** Closes every stream, and each that is opened later: the process stops. */
  close(): void {
    this.#isClosed = true
    for (const user of this.#users.values()) {
      for (const stream of user.streams) stream.finish({ type: 'closed', cause: 'stopping' })
    }
  }

  /**
   * While there are too many in all, closes the oldest stream of the user who has most of them in the network that has most:
   * a few users or a few networks with many streams take no place from others.
   */
  #displaceBeyondAll(): void {
    const open = [...this.#users].flatMap(([userId, { streams }]) =>
      [...streams].flatMap((stream) => (stream.isFinished ? [] : [{ userId, stream }])),
    )
    if (open.length <= this.#deps.policy.inAll) return
    const ofNetwork = largest(Map.groupBy(open, ({ stream }) => stream.network))
    const [displaced] = largest(Map.groupBy(ofNetwork, ({ userId }) => userId))
    displaced?.stream.finish({ type: 'closed', cause: 'displaced' })
  }

  #closeOld(user: UserStreams): void {
    const { now } = this.#deps
    for (const stream of user.streams) {
      if (stream.closesAt <= now()) stream.finish({ type: 'closed', cause: 'too_old' })
    }
  }

  #forgetClosed(userId: UserId, user: UserStreams): void {
    const { now, policy, presence } = this.#deps
    for (const [id, at] of user.closedAt) {
      if (after(at, policy.onlineGrace) > now()) continue
      user.closedAt.delete(id)
      if (!hasOpen(user, id)) presence.closed({ id, userId })
    }
  }

  /** One reading at a time for a user, so that an older list never follows a newer one. */
  async #refresh(userId: UserId): Promise<void> {
    const user = this.#users.get(userId)
    if (user === undefined) return
    user.isStale = true
    user.reading ??= this.#readWhileStale(userId, user)
    await user.reading
  }

  async #readWhileStale(userId: UserId, user: UserStreams): Promise<void> {
    try {
      while (user.isStale) {
        user.isStale = false
        // oxlint-disable-next-line eslint/no-await-in-loop -- again only when something changed while it was reading
        await this.#read(userId, user)
      }
    } finally {
      // In the same turn as the last look at `isStale`, so that a later change starts another reading.
      user.reading = null
    }
  }

  async #read(userId: UserId, user: UserStreams): Promise<void> {
    // A stream that is added during this reading is read for once more: this list may be older than its session.
    const streams = [...user.streams]
    if (streams.length === 0) return
    const sessions = await this.#deps.list(userId)
    const list: SessionList = { sessions, key: JSON.stringify(sessions) }
    const live = new Set(sessions.map((session) => session.id))
    for (const stream of streams) {
      if (live.has(stream.sessionId)) stream.offer(list)
      // oxlint-disable-next-line eslint/no-await-in-loop -- rare, and the first to end is told first
      else stream.finish({ type: 'ended', ended: await this.#findEnded(stream.sessionId) })
    }
  }

  #findEnded(id: SessionId): ReturnType<SessionStore['findEnded']> {
    return this.#deps.store.findEnded(id, this.#deps.now())
  }
}

function hasOpen({ streams }: UserStreams, id: SessionId): boolean {
  return [...streams].some((stream) => stream.sessionId === id && !stream.isFinished)
}

const deviation = 0.1

/** Returns a duration, give or take a tenth. */
function withDeviation(duration: number, random: RandomBytes): number {
  const [byte = 0] = random(1)
  return duration * (1 - deviation + (2 * deviation * byte) / 0xff)
}

/** Closes the oldest streams beyond the limits after one was added. */
function largest<Item>(groups: ReadonlyMap<unknown, Item[]>): readonly Item[] {
  return [...groups.values()].reduce((most, group) => (group.length > most.length ? group : most), [])
}

function displaceOldest(
  { streams }: UserStreams,
  { perSession, perUser }: SubscriptionPolicy,
  sessionId: SessionId,
): void {
  const open = [...streams].filter((stream) => !stream.isFinished)
  const ofSession = open.filter((stream) => stream.sessionId === sessionId)
  const displaced = [...ofSession.slice(0, -perSession), ...open.slice(0, -perUser)]
  for (const stream of displaced) stream.finish({ type: 'closed', cause: 'displaced' })
}
