import type { SignInMethod } from '@latchkey/schema'
import { AuthError } from '../auth-error.ts'
import type { Caller } from '../caller.ts'
import type { ClientInfo } from '../client-info.ts'
import { after } from '../duration.ts'
import type { EventSink } from '../events/event-sink.ts'
import { newId, type RandomBytes } from '../random.ts'
import type { User } from '../users/user.ts'
import { describeClient } from './describe-client.ts'
import { SessionEngine } from './lucia/session-engine.ts'
import type { Ending, Session, SessionId, SessionRotation } from './session.ts'
import { SessionActivity } from './session-activity.ts'
import {
  hasRecentProof,
  initialExpiry,
  type Lifetime,
  renewedIdleExpiry,
  type SessionPolicy,
} from './session-lifetime.ts'
import type { SessionStore } from './session-store.ts'
import { hashSessionToken, newSessionToken, parseSessionToken, type SessionToken } from './session-token.ts'

/** A session and the secret that acts as it. The token is handed out once and exists nowhere else. */
export interface IssuedSession {
  readonly token: SessionToken
  readonly session: Session
}

export interface StartSession {
  readonly user: User
  readonly method: SignInMethod
  readonly remember: boolean
  readonly client: ClientInfo
  /** The session that the same browser already had, if any. It ends: a sign-in never leaves one behind. */
  readonly replaces: Session | null
}

export interface SessionServiceDependencies {
  readonly sessions: SessionStore
  readonly events: EventSink
  readonly policy: SessionPolicy
  readonly now: () => Date
  readonly random: RandomBytes
}

export class SessionService {
  readonly #sessions: SessionStore
  readonly #engine: SessionEngine
  readonly #activity: SessionActivity
  readonly #events: EventSink
  readonly #policy: SessionPolicy
  readonly #now: () => Date
  readonly #random: RandomBytes

  constructor(deps: SessionServiceDependencies) {
    this.#sessions = deps.sessions
    this.#engine = new SessionEngine(deps.sessions, deps.now)
    this.#activity = new SessionActivity(deps.sessions)
    this.#events = deps.events
    this.#policy = deps.policy
    this.#now = deps.now
    this.#random = deps.random
  }

  /**
   * Begins a session for a person who has just proved who they are. Always a new token (OWASP ASVS 5.0, 7.2.4).
   */
  async start(start: StartSession): Promise<IssuedSession> {
    const issued = this.draft(start)
    // End before start: a crash here signs the browser out, it does not leave two sessions in it.
    await this.replace(start.replaces, issued.session)
    await this.#engine.start(issued.session)
    return issued
  }

  /**
   * A session that is not stored yet, for a store that keeps it together with something else. Its token works once it
   * is stored.
   */
  draft({ user, method, remember, client }: Omit<StartSession, 'replaces'>): IssuedSession {
    const now = this.#now()
    const token = newSessionToken(this.#random)
    const session: Session = {
      ...describeClient(client.userAgent),
      ...initialExpiry(this.#lifetime(remember), now),
      id: newId(this.#random) as SessionId,
      userId: user.id,
      tokenHash: hashSessionToken(token),
      kind: 'browser',
      signInMethod: method,
      remembered: remember,
      ip: client.ip,
      createdAt: now,
      lastSeenAt: now,
      sudoUntil: after(now, this.#policy.sudo),
    }
    return { token, session }
  }

  /** Ends the session that the same browser had before, if any. */
  async replace(previous: Session | null, next: Session): Promise<void> {
    if (previous === null) return
    await this.#sessions.endByToken(previous.tokenHash, this.#ending('replaced', next.id))
  }

  /**
   * Who the value of a session cookie stands for, or `null` when it stands for nobody: not a token, never issued,
   * ended, or past one of its limits. One read. It writes only to move the idle limit, at most once in half an idle
   * period.
   */
  async authenticate(cookieValue: string): Promise<Caller | null> {
    const token = parseSessionToken(cookieValue)
    if (token === null) return null
    const found = await this.#engine.check(hashSessionToken(token))
    if (found === null) return null

    const now = this.#now()
    this.#activity.seen(found.session, now)
    const idleExpiresAt = renewedIdleExpiry(found.session, this.#lifetime(found.session.remembered), now)
    if (idleExpiresAt === null) return found
    return (await this.#renewed(found.session, idleExpiresAt))
      ? { ...found, session: { ...found.session, idleExpiresAt } }
      : found
  }

  /** The caller's live sessions, the calling one apart, the others by last use. */
  async list(caller: Caller): Promise<{ current: Session; others: readonly Session[] }> {
    const live = await this.#sessions.listLive(caller.user.id, this.#now())
    const seen = live.map((session) => ({ ...session, lastSeenAt: this.#activity.lastSeenAt(session) }))
    const current = seen.find((session) => session.id === caller.session.id)
    if (current === undefined) throw new AuthError('SESSION_ENDED')
    const others = seen.filter((session) => session !== current)
    others.sort((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime())
    return { current, others }
  }

  /**
   * Ends one of the caller's sessions; its token is refused from the next request on. Returns `false` when it had
   * already ended.
   *
   * @throws AuthError `SUDO_REQUIRED` for another session without a recent proof (OWASP ASVS 5.0, 7.5.2)
   * @throws AuthError `SESSION_NOT_FOUND` for an unknown id and for another user's alike
   */
  async end(caller: Caller, id: string, client: ClientInfo): Promise<boolean> {
    if (id !== caller.session.id) this.requireRecentProof(caller)
    const reason = id === caller.session.id ? 'signed_out' : 'ended_by_user'
    const target = { id: id as SessionId, userId: caller.user.id }
    const outcome = await this.#sessions.end(target, this.#ending(reason, caller.session.id))
    if (outcome === 'unknown') throw new AuthError('SESSION_NOT_FOUND')
    if (outcome === 'already_ended') return false
    this.#events.record({
      type: 'session_ended',
      at: this.#now(),
      userId: caller.user.id,
      sessionId: caller.session.id,
      endedSessionId: target.id,
      reason,
      client,
    })
    return true
  }

  /**
   * Ends all of the caller's sessions but the calling one; returns how many.
   *
   * @throws AuthError `SUDO_REQUIRED` without a recent proof
   */
  async endOthers(caller: Caller, client: ClientInfo): Promise<number> {
    this.requireRecentProof(caller)
    const target = { userId: caller.user.id, keep: caller.session.id }
    const endedSessions = await this.#sessions.endAll(target, this.#ending('ended_by_user', caller.session.id))
    this.#events.record({
      type: 'other_sessions_ended',
      at: this.#now(),
      userId: caller.user.id,
      sessionId: caller.session.id,
      endedSessions,
      client,
    })
    return endedSessions
  }

  /** Ends a session that was begun in vain, before anyone got its token. */
  async abandon(session: Session): Promise<void> {
    await this.#sessions.endByToken(session.tokenHash, this.#ending('password_changed', session.id))
  }

  /** Ends the calling session. */
  async signOut(caller: Caller, client: ClientInfo): Promise<void> {
    const target = { id: caller.session.id, userId: caller.user.id }
    // By its id, not by its token: another request may have given the session a new one meanwhile.
    if ((await this.#sessions.end(target, this.#ending('signed_out', target.id))) !== 'ended') return
    this.#events.record({
      type: 'signed_out',
      at: this.#now(),
      userId: caller.user.id,
      sessionId: caller.session.id,
      client,
    })
  }

  /**
   * Records a recent proof on the calling session and gives it a new token; the old one dies in the same statement.
   *
   * @throws AuthError `SESSION_ENDED` when the session ended, or was rotated by another request, in the meantime
   */
  async stepUp(caller: Caller): Promise<IssuedSession & { sudoUntil: Date }> {
    const { token, session, rotation } = this.draftRenewal(caller.session)
    if (!(await this.#sessions.rotate(rotation))) throw new AuthError('SESSION_ENDED')
    return { token, session, sudoUntil: rotation.sudoUntil }
  }

  /** A new token and a recent proof for a session, not stored yet: for a store that keeps them with something else. */
  draftRenewal(session: Session): IssuedSession & { readonly rotation: SessionRotation } {
    const token = newSessionToken(this.#random)
    const tokenHash = hashSessionToken(token)
    const sudoUntil = after(this.#now(), this.#policy.sudo)
    const rotation = { id: session.id, from: session.tokenHash, to: tokenHash, sudoUntil }
    return { token, session: { ...session, tokenHash, sudoUntil }, rotation }
  }

  /**
   * Asks again, for a deed that comes long after the caller was asked for: waiting for others takes seconds, and a
   * session can end in them.
   *
   * @throws AuthError `SESSION_ENDED`
   */
  async requireLive({ session }: Caller): Promise<void> {
    if ((await this.#engine.check(session.tokenHash)) === null) throw new AuthError('SESSION_ENDED')
  }

  /** @throws AuthError `SUDO_REQUIRED` when the person has not proved themselves on this session lately */
  requireRecentProof(caller: Caller): void {
    if (!hasRecentProof(caller.session, this.#now())) throw new AuthError('SUDO_REQUIRED')
  }

  /** Writes the last-seen times that are still in memory. */
  async flushActivity(): Promise<void> {
    await this.#activity.flush()
  }

  /** Puts on record which sessions time has ended, and deletes those that ended long enough ago. */
  async sweep(): Promise<void> {
    await this.#engine.sweep()
    await this.#sessions.deleteEndedBefore(after(this.#now(), -this.#policy.keepEnded))
  }

  /** A store that can't be written does not keep anyone from reading: the next request renews. */
  async #renewed(session: Session, idleExpiresAt: Date): Promise<boolean> {
    try {
      await this.#sessions.renew(session.tokenHash, idleExpiresAt)
      return true
    } catch {
      return false
    }
  }

  #lifetime(remember: boolean): Lifetime {
    return remember ? this.#policy.remembered : this.#policy.browser
  }

  #ending(reason: Ending['reason'], by: SessionId | null): Ending {
    return { at: this.#now(), reason, by }
  }
}
