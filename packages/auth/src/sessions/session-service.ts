import type { SignInMethod } from '@latchkey/schema'
import { AuthError } from '../auth-error.ts'
import type { Caller } from '../caller.ts'
import type { ClientInfo } from '../client-info.ts'
import { after } from '../duration.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import type { SecurityEvent } from '../events/security-event.ts'
import { newId, type RandomBytes } from '../random.ts'
import type { User, UserId } from '../users/user.ts'
import { describeClient } from './describe-client.ts'
import { SessionEngine } from './lucia/session-engine.ts'
import { networkAround } from './network-around.ts'
import type { EndedSession, Ending, NamedSession, Session, SessionId, SessionRotation } from './session.ts'
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
import type { SessionBus } from './watch/session-bus.ts'

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
  /** Set for a client that holds no cookie. */
  readonly holder?: Holder
}

/** A program that holds tokens in the name of its user. */
export interface Holder {
  /** How it names itself. */
  readonly clientId: string
  /** What people read. */
  readonly name: string
  /** Whether the person has just proved themselves to it. */
  readonly proved: boolean
}

/** A use of a session. */
export interface Use {
  readonly ip: string | null
  /** Nobody is there: a page that stands open asks by itself. It is seen, and does not keep the session alive. */
  readonly unattended?: boolean
}

export interface SessionServiceDependencies {
  readonly sessions: SessionStore
  readonly events: EventRecorder
  readonly bus: SessionBus
  readonly policy: SessionPolicy
  readonly now: () => Date
  readonly random: RandomBytes
}

/** How many rows one statement of the sweep touches: more would hold up everyone else. */
const sweepBatch = 100

export class SessionService {
  readonly #sessions: SessionStore
  readonly #engine: SessionEngine
  readonly #activity: SessionActivity
  readonly #events: EventRecorder
  readonly #bus: SessionBus
  readonly #policy: SessionPolicy
  readonly #now: () => Date
  readonly #random: RandomBytes

  constructor(deps: SessionServiceDependencies) {
    this.#sessions = deps.sessions
    this.#engine = new SessionEngine(deps.sessions, deps.now)
    this.#activity = new SessionActivity(deps.sessions)
    this.#events = deps.events
    this.#bus = deps.bus
    this.#policy = deps.policy
    this.#now = deps.now
    this.#random = deps.random
  }

  /**
   * Begins a session for a person who has just proved who they are. Always a new token (OWASP ASVS 5.0, 7.2.4). Where
   * the user then has more sessions than one may have, those that were seen least recently end with `limit`.
   */
  async start(start: StartSession): Promise<IssuedSession> {
    const { user, client } = start
    const issued = this.draft(start, await this.#whatIsNew(user.id, client))
    // End before start: a crash here signs the browser out, it does not leave two sessions in it.
    await this.replace(start.replaces, issued.session, client)
    await this.#engine.start(issued.session)
    await this.#enforceLimit(issued.session, client)
    this.#bus.publish(user.id)
    return issued
  }

  /**
   * As {@link start}, for a session that another store keeps together with something else: `keep` stores it, or says no,
   * and then it is `null`.
   */
  async startWith(
    start: Omit<StartSession, 'replaces'>,
    keep: (session: Session) => Promise<boolean>,
  ): Promise<Session | null> {
    const { session } = this.draft(start, await this.#whatIsNew(start.user.id, start.client))
    if (!(await keep(session))) return null
    await this.#enforceLimit(session, start.client)
    this.#bus.publish(session.userId)
    return session
  }

  /**
   * A session that is not stored yet, for a store that keeps it together with something else. Its token works once it
   * is stored.
   */
  draft(
    { user, method, remember, client, holder }: Omit<StartSession, 'replaces'>,
    { newDevice, newNetwork } = nothingIsNew,
  ): IssuedSession {
    const now = this.#now()
    const token = newSessionToken(this.#random)
    const { browser, os, device, name } = describeClient(client.userAgent, client.hints)
    const session: Session = {
      ...initialExpiry(this.#lifetime(remember), now),
      id: newId(this.#random) as SessionId,
      userId: user.id,
      tokenHash: hashSessionToken(token),
      kind: holder === undefined ? 'browser' : 'client',
      clientId: holder?.clientId ?? null,
      name: holder?.name ?? name,
      givenName: null,
      signInMethod: method,
      remembered: remember,
      browser,
      os,
      device,
      ip: client.ip,
      deviceFamily: deviceFamily({ browser, os, device }),
      network: networkAround(client.ip),
      newDevice,
      newNetwork,
      createdAt: now,
      lastSeenAt: now,
      sudoUntil: holder?.proved === false ? null : after(now, this.#policy.sudo),
    }
    return { token, session }
  }

  /** Ends the session that the same browser had before, if any. */
  async replace(previous: Session | null, next: Session, client: ClientInfo): Promise<void> {
    if (previous === null) return
    // The next one may be another person's: whose it is, is not the business of the one before.
    const isSameUser = previous.userId === next.userId
    const ending = this.#ending('replaced', isSameUser ? next.id : null)
    // By its id, not by its token: another request may have given the session a new one meanwhile.
    const ended = await this.#sessions.end({ id: previous.id, userId: previous.userId }, ending)
    if (ended === 'unknown' || ended === 'already_ended') return
    this.#bus.publish(previous.userId)
    const sessionId = isSameUser ? next.id : previous.id
    await this.#recordEnded(previous.userId, [ended], ending, sessionId, client)
  }

  /**
   * Who the value of a session cookie stands for, or `null` when it stands for nobody: not a token, never issued,
   * ended, or past one of its limits. One read. With a `use` the session counts as seen, and unless that is unattended
   * its idle limit moves, at most once in half an idle period: the only write. `null`: something only listens.
   */
  async authenticate(cookieValue: string, use: Use | null): Promise<Caller | null> {
    const token = parseSessionToken(cookieValue)
    if (token === null) return null
    const found = await this.#engine.check(hashSessionToken(token))
    return found === null || use === null ? found : this.#used(found, use)
  }

  /**
   * As {@link authenticate}, for someone who proved a session otherwise than with its cookie: by its id and its user's.
   * Only a client session answers to that.
   */
  async authenticateClient(target: { id: SessionId; userId: UserId }, use: Use | null): Promise<Caller | null> {
    const found = await this.#sessions.findLiveById(target, this.#now())
    if (found === null || found.session.kind !== 'client') return null
    return use === null ? found : this.#used(found, use)
  }

  async #used(found: Caller, use: Use): Promise<Caller> {
    const now = this.#now()
    this.#activity.seen(found.session, { at: now, ip: use.ip })
    if (use.unattended === true) return found
    const idleExpiresAt = renewedIdleExpiry(found.session, this.#lifetime(found.session.remembered), now)
    if (idleExpiresAt === null) return found
    return (await this.#renewed(found.session, idleExpiresAt))
      ? { ...found, session: { ...found.session, idleExpiresAt } }
      : found
  }

  /** Why the session ended that a cookie stood for; `null` when it is live, or when nothing is known of it. */
  async findEnded(cookieValue: string): Promise<EndedSession | null> {
    const token = parseSessionToken(cookieValue)
    return token === null ? null : this.#sessions.findEndedByToken(hashSessionToken(token), this.#now())
  }

  /** Tells whoever watches that another part of the domain changed the user's sessions. */
  announceChange(userId: UserId): void {
    this.#bus.publish(userId)
  }

  /** A user's live sessions with their last use, written or not, last seen first. */
  async listLive(userId: UserId): Promise<readonly Session[]> {
    const live = await this.#sessions.listLive(userId, this.#now())
    return live
      .map((session) => this.withLastUse(session))
      .toSorted((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime())
  }

  /** A session with its last use, written or not. */
  withLastUse(session: Session): Session {
    return this.#activity.withLastUse(session)
  }

  /** Ends a session that was begun in vain, before anyone got its token. */
  async abandon(session: Session): Promise<void> {
    await this.#sessions.endByToken(session.tokenHash, this.#ending('password_changed', session.id))
    this.#bus.publish(session.userId)
  }

  /** Ends a client session of which something came back that is good for one use: one of the two who have it stole it. */
  async endForReuse({ user, session }: Caller, what: 'refresh_token' | 'grant', client: ClientInfo): Promise<void> {
    const ending = this.#ending('reuse_detected', null)
    const outcome = await this.#sessions.end({ id: session.id, userId: user.id }, ending)
    if (outcome === 'unknown' || outcome === 'already_ended') return
    this.#bus.publish(user.id)
    const { at } = ending
    const reused = { type: 'refresh_token_reused', at, userId: user.id, sessionId: session.id, client } as const
    await this.#events.record(
      ...(what === 'refresh_token' ? [reused] : []),
      ...endingEvents(user.id, [outcome], { at, endReason: 'reuse_detected', sessionId: null, client }),
    )
  }

  /** Ends the calling session. Returns `false` when it had already ended. */
  async signOut(caller: Caller, client: ClientInfo): Promise<boolean> {
    const target = { id: caller.session.id, userId: caller.user.id }
    // By its id, not by its token: another request may have given the session a new one meanwhile.
    const outcome = await this.#sessions.end(target, this.#ending('signed_out', target.id))
    if (outcome === 'unknown' || outcome === 'already_ended') return false
    this.#bus.publish(target.userId)
    const at = this.#now()
    await this.#events.record({ type: 'signed_out', at, userId: target.userId, sessionId: target.id, client })
    return true
  }

  /**
   * Records a recent proof on the calling session and gives it a new token; the old one dies in the same statement.
   *
   * @throws AuthError `SESSION_ENDED` when the session ended, or was rotated by another request, in the meantime
   */
  async stepUp(caller: Caller): Promise<IssuedSession & { sudoUntil: Date }> {
    const { token, session, rotation } = this.draftRenewal(caller.session)
    if (!(await this.#sessions.rotate(rotation))) throw new AuthError('SESSION_ENDED')
    this.#bus.publish(session.userId)
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

  /**
   * Puts on record which sessions time has ended, and deletes those that ended long enough ago, a batch of each.
   * Returns whether there may be more of it.
   */
  async sweep(): Promise<boolean> {
    const now = this.#now()
    const overdue = await this.#sessions.endOverdue(now, sweepBatch)
    const ended = overdue.map(({ id, name, userId, ending }): SecurityEvent => ({
      type: 'session_ended',
      at: ending.at,
      userId,
      target: { id, name },
      endReason: ending.reason,
      sessionId: null,
      client: null,
    }))
    if (ended.length > 0) await this.#events.record(...ended)
    const deleted = await this.#sessions.deleteEndedBefore(after(now, -this.#policy.keepEnded), sweepBatch)
    return overdue.length === sweepBatch || deleted === sweepBatch
  }

  async #whatIsNew(userId: UserId, client: ClientInfo): Promise<{ newDevice: boolean; newNetwork: boolean }> {
    const family = deviceFamily(describeClient(client.userAgent, client.hints))
    return this.#sessions.whatIsNew(userId, { deviceFamily: family, network: networkAround(client.ip) })
  }

  async #enforceLimit({ id, userId }: Session, client: ClientInfo): Promise<void> {
    // Who was seen least recently is decided by what is written.
    await this.flushActivity().catch(() => undefined)
    const ending = this.#ending('limit', id)
    const ended = await this.#sessions.endBeyond({ userId, keep: id, max: this.#policy.perUser }, ending)
    await this.#recordEnded(userId, ended, ending, id, client)
  }

  async #recordEnded(
    userId: UserId,
    ended: readonly NamedSession[],
    { at, reason }: Ending,
    sessionId: SessionId,
    client: ClientInfo,
  ): Promise<void> {
    await this.#events.record(...endingEvents(userId, ended, { at, endReason: reason, sessionId, client }))
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

const nothingIsNew = { newDevice: false, newNetwork: false }

/** One event for each session that an act has ended. */
export function endingEvents(
  userId: UserId,
  ended: readonly NamedSession[],
  act: { at: Date; endReason: Ending['reason']; sessionId: SessionId | null; client: ClientInfo | null },
): readonly SecurityEvent[] {
  return ended.map((target) => ({ type: 'session_ended', userId, target, ...act }))
}

function deviceFamily({ browser, os, device }: Pick<Session, 'browser' | 'os' | 'device'>): string {
  return [browser ?? '', os ?? '', device].join('/')
}
