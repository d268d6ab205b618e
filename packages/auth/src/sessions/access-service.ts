import { AuthError } from '../auth-error.ts'
import type { Caller } from '../caller.ts'
import type { ClientInfo } from '../client-info.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import type { AttemptLimiter } from '../limits/attempt-limiter.ts'
import type { RandomBytes } from '../random.ts'
import type { EndedSession, Ending, NamedSession, Session, SessionId } from './session.ts'
import { endingEvents, type SessionService } from './session-service.ts'
import type { HistoryPosition, SessionStore } from './session-store.ts'
import type { SessionBus } from './watch/session-bus.ts'
import { SessionRooms, type WatchPolicy } from './watch/session-rooms.ts'
import type { ListedSession, WatchMessage } from './watch/watch-stream.ts'

export interface AccessServiceDependencies {
  readonly store: SessionStore
  readonly sessions: SessionService
  readonly events: EventRecorder
  readonly bus: SessionBus
  /** Counts the names that one user gives: each is an entry of the timeline for a year. */
  readonly renameLimiter: AttemptLimiter
  readonly policy: WatchPolicy
  readonly now: () => Date
  readonly random: RandomBytes
}

/** The access screen: what can act as the caller, live or over, and how it is ended. */
export class AccessService {
  readonly #store: SessionStore
  readonly #sessions: SessionService
  readonly #rooms: SessionRooms
  readonly #events: EventRecorder
  readonly #bus: SessionBus
  readonly #renameLimiter: AttemptLimiter
  readonly #now: () => Date

  constructor(deps: AccessServiceDependencies) {
    this.#store = deps.store
    this.#sessions = deps.sessions
    this.#events = deps.events
    this.#bus = deps.bus
    this.#renameLimiter = deps.renameLimiter
    this.#now = deps.now
    this.#rooms = new SessionRooms({
      listLive: (userId) => deps.sessions.listLive(userId),
      findEnded: (id) => deps.store.findEnded(id, deps.now()),
      bus: deps.bus,
      policy: deps.policy,
      now: deps.now,
      random: deps.random,
    })
  }

  /** A session as a list shows it: with its last use, written or not, and whether a tab of it is open. */
  listed(session: Session): ListedSession {
    const [listed] = this.#rooms.withPresence(session.userId, [this.#sessions.withLastUse(session)])
    return listed ?? { ...session, online: false }
  }

  /** The caller's live sessions, the calling one among them, by last use, the latest first. */
  async list({ user }: Caller): Promise<readonly ListedSession[]> {
    return this.#rooms.withPresence(user.id, await this.#sessions.listLive(user.id))
  }

  /**
   * As {@link list}, at once and whenever something in it changes, until the calling session ends or the stream closes;
   * the last message says which. `onLastWord` is called as soon as there is one: whoever does not read will not hear it.
   * Watching is no use of the session: a tab that stands open does not keep it alive.
   */
  watch(caller: Caller, listener: { signal: AbortSignal; onLastWord: () => void }): AsyncGenerator<WatchMessage, void> {
    return this.#rooms.watch(caller.session, listener)
  }

  /** A page of the caller's ended sessions, the latest first. `next` is `null` on the last page. */
  async history(
    { user }: Caller,
    { after, limit }: { after: HistoryPosition | null; limit: number },
  ): Promise<{ sessions: readonly EndedSession[]; next: HistoryPosition | null }> {
    // One more than asked for says whether there is another page.
    const found = await this.#store.listEnded(user.id, after, limit + 1)
    const sessions = found.slice(0, limit)
    return { sessions, next: found.length > limit ? (sessions.at(-1) ?? null) : null }
  }

  /**
   * Gives one of the caller's live sessions a name, or takes it away. The name that it has already is no change.
   *
   * @throws AuthError `SESSION_NOT_FOUND` for an unknown or ended id and for another user's alike
   * @throws AuthError `RATE_LIMITED`
   */
  async rename(caller: Caller, id: string, name: string | null, client: ClientInfo): Promise<ListedSession> {
    const target = { id: id as SessionId, userId: caller.user.id }
    const known = await this.#store.findLiveById(target, this.#now())
    if (known === null) throw new AuthError('SESSION_NOT_FOUND')
    if (known.session.givenName === name) return this.listed(known.session)
    const limited = await this.#renameLimiter.attempt({ account: caller.user.id, ip: null })
    if (limited !== null) throw new AuthError('RATE_LIMITED', limited.wait)
    const renamed = await this.#store.rename(target, name, this.#now())
    if (renamed === null) throw new AuthError('SESSION_NOT_FOUND')
    this.#bus.publish(caller.user.id)
    await this.#events.record({
      type: 'session_renamed',
      at: this.#now(),
      userId: caller.user.id,
      sessionId: caller.session.id,
      target: { id: renamed.id, name: renamed.name },
      name,
      client,
    })
    return this.listed(renamed)
  }

  /**
   * Ends one of the caller's sessions; its token is refused from the next request on. Returns `false` when it had
   * already ended.
   *
   * @throws AuthError `SUDO_REQUIRED` for another session without a recent proof (OWASP ASVS 5.0, 7.5.2)
   * @throws AuthError `SESSION_NOT_FOUND` for an unknown id and for another user's alike
   */
  async end(caller: Caller, id: string, client: ClientInfo): Promise<boolean> {
    if (id === caller.session.id) return this.#sessions.signOut(caller, client)
    this.#sessions.requireRecentProof(caller)
    const ending = this.#endingBy(caller)
    const outcome = await this.#store.end({ id: id as SessionId, userId: caller.user.id }, ending)
    if (outcome === 'unknown') throw new AuthError('SESSION_NOT_FOUND')
    if (outcome === 'already_ended') return false
    await this.#ended(caller, [outcome], ending, client)
    return true
  }

  /**
   * Ends all of the caller's sessions but the calling one; returns how many.
   *
   * @throws AuthError `SUDO_REQUIRED` without a recent proof
   */
  async endOthers(caller: Caller, client: ClientInfo): Promise<number> {
    return this.#endAll(caller, caller.session.id, client)
  }

  /**
   * Ends all of the caller's sessions, the calling one included; returns how many.
   *
   * @throws AuthError `SUDO_REQUIRED` without a recent proof
   */
  async endAll(caller: Caller, client: ClientInfo): Promise<number> {
    return this.#endAll(caller, null, client)
  }

  /** Tells open streams what changed behind this process's back, and closes those that have lasted long enough. */
  async recheck(): Promise<void> {
    await this.#rooms.recheck()
  }

  /** Closes every stream: the process is going, and whoever listens comes back to the next one. */
  close(): void {
    this.#rooms.close()
  }

  async #endAll(caller: Caller, keep: SessionId | null, client: ClientInfo): Promise<number> {
    this.#sessions.requireRecentProof(caller)
    const ending = this.#endingBy(caller)
    const ended = await this.#store.endAll({ userId: caller.user.id, keep }, ending)
    await this.#ended(caller, ended, ending, client)
    return ended.length
  }

  async #ended(
    { user, session }: Caller,
    ended: readonly NamedSession[],
    ending: Ending,
    client: ClientInfo,
  ): Promise<void> {
    this.#bus.publish(user.id)
    const act = { at: ending.at, endReason: ending.reason, sessionId: session.id, client }
    await this.#events.record(...endingEvents(user.id, ended, act))
  }

  #endingBy(caller: Caller): Ending {
    return { at: this.#now(), reason: 'ended_by_user', by: caller.session.id }
  }
}

/** One session apart from the others. */
export function partition(
  sessions: readonly ListedSession[],
  currentId: SessionId,
): { current: ListedSession; others: readonly ListedSession[] } {
  const current = sessions.find((session) => session.id === currentId)
  if (current === undefined) throw new AuthError('SESSION_ENDED')
  return { current, others: sessions.filter((session) => session !== current) }
}
