import type { SecondFactor, SessionId, SignInAttemptId, SignInMethod } from '@latchkey/schema'
import { describeDevice } from '../core/describe-device.ts'
import { after } from '../core/duration.ts'
import { newId, type RandomBytes } from '../core/random.ts'
import type { RequestInfo } from '../core/request-info.ts'
import { hashSecret, newSecret } from '../core/secret.ts'
import { surroundingNetwork } from '../core/surrounding-network.ts'
import type { EventRecord } from '../events/event-record.ts'
import type { Events, Recorder } from '../events/events.ts'
import type { SecurityEvent } from '../events/security-event.ts'
import type { Limits } from '../limits/limits.ts'
import type { User } from '../users/user.ts'
import { whatIsNew } from './known-origins.ts'
import type { LuciaSessions } from './lucia/lucia-sessions.ts'
import type { RefreshTokenHash, Session, SessionToken } from './session.ts'
import type { SessionActivity } from './session-activity.ts'
import type { SessionBus } from './session-bus.ts'
import { endingEvents } from './end-sessions.ts'
import { SecondFactorDue } from './second-factor-due.ts'
import { initialExpiry, type SessionPolicy, type SignInProof, stepUpLifetime } from './session-lifetime.ts'
import type { SessionStart, SessionStore, StartedSession } from './session-store.ts'
import { type SignInAttempt, signInAttemptLifetime, type SignInAttemptToken } from './sign-in-attempt.ts'

/** A session and the secret that acts as it. The token is handed out once, and is stored nowhere. */
export interface IssuedSession {
  readonly token: SessionToken
  readonly session: Session
}

/** An OAuth client that receives the tokens of a session. */
export interface SessionClient {
  readonly id: string
  /** The name that people read. */
  readonly name: string
  /** Whether the user has just proved their identity to it. */
  readonly steppedUp: boolean
  /** The hash of the first refresh token. */
  readonly refreshTokenHash: RefreshTokenHash
}

export interface NewSession {
  readonly user: User
  readonly method: SignInMethod
  /** Whether the user proved their identity just now, which a provider may not have asked for. Default: `fresh`. */
  readonly proof?: SignInProof
  /**
   * The second factor that was shown. `ask` has it asked for where the user has two-step verification; `approved`: a session
   * of the user approved this one.
   */
  readonly secondFactor: SecondFactor | 'ask' | 'approved'
  readonly remember: boolean
  readonly request: RequestInfo
  /** The session that the same browser already had, if any. It ends: a sign-in leaves no other session in a browser. */
  readonly replaces: Session | null
  /** `null` for a browser. */
  readonly client: SessionClient | null
}

/** Returns the events of a started session: those of the sessions that it ended, then those that are passed. */
export type RecordStart = (started: StartedSession, ...events: readonly SecurityEvent[]) => readonly EventRecord[]

/**
 * Stores a session together with what authorizes it, in one transaction, with the events that `record` returns. `null`
 * when it was not authorized after all; then nothing was changed.
 */
export type CommitStart = (start: SessionStart, record: RecordStart) => Promise<StartedSession | null>

export interface StartSession {
  /**
   * Starts a session for a user who has just proved their identity, always with a new token (OWASP ASVS 5.0, 7.2.4).
   * Where the user then has more live sessions than the policy allows, those seen least recently end with `limit`. Returns
   * `null` when `commit` does.
   *
   * @throws AuthError `RATE_LIMITED`: counted here, where the user is authenticated, so that strangers can't use it up
   * @throws SecondFactorDue when the user has two-step verification, which this sign-in has not shown
   */
  start(starting: NewSession, commit: CommitStart): Promise<IssuedSession | null>
}

/** Returns the part of `Sessions` that starts a session. */
export function startSession(deps: {
  readonly store: SessionStore
  readonly events: Events
  readonly limits: Limits
  readonly bus: SessionBus
  readonly policy: SessionPolicy
  readonly activity: SessionActivity
  readonly lucia: LuciaSessions
  readonly now: () => Date
  readonly random: RandomBytes
}): StartSession {
  const { store, events, limits, bus, policy, activity, lucia, now, random } = deps

  async function draft(starting: NewSession): Promise<IssuedSession> {
    const { user, method, proof = 'fresh', secondFactor, remember, request, client } = starting
    const isSteppedUp = proof !== 'earlier' && client?.steppedUp !== false
    const { browser, os, device, name } = describeDevice(request.userAgent, request.hints)
    const origin = {
      deviceFamily: [browser ?? '', os ?? '', device].join('/'),
      network: surroundingNetwork(request.ip),
    }
    const known = await store.findKnownOrigins(user.id, origin)
    const token = newSecret<'session token'>(random)
    const startedAt = now()
    const session: Session = {
      ...initialExpiry(remember ? policy.remembered : policy.browser, startedAt),
      ...whatIsNew(origin, known),
      ...origin,
      id: newId(random) as SessionId,
      userId: user.id,
      tokenHash: hashSecret(token),
      kind: client === null ? 'browser' : 'client',
      clientId: client?.id ?? null,
      name: client?.name ?? name,
      givenName: null,
      signInMethod: method,
      remembered: remember,
      browser,
      os,
      device,
      ip: request.ip,
      createdAt: startedAt,
      lastSeenAt: startedAt,
      stepUpUntil: isSteppedUp ? after(startedAt, stepUpLifetime(policy, proof)) : null,
      secondFactor: secondFactor === 'ask' || secondFactor === 'approved' ? null : secondFactor,
    }
    return { token, session }
  }

  /** Returns what is stored in place of the session where a second factor is asked for, and its secret. */
  function draftAttempt({ user, method, remember, client }: NewSession, { createdAt }: Session) {
    const token: SignInAttemptToken = newSecret(random)
    const attempt: SignInAttempt = {
      id: newId(random) as SignInAttemptId,
      userId: user.id,
      tokenHash: hashSecret(token),
      method,
      remember,
      client: client === null ? null : { id: client.id, name: client.name },
      createdAt,
      expiresAt: after(createdAt, signInAttemptLifetime),
    }
    return { token, attempt }
  }

  return {
    async start(starting, commit) {
      const { user, replaces, request, client } = starting
      await limits.consume('signIn', { user: user.id })
      const issued = await draft(starting)
      const { session } = issued
      const asked = starting.secondFactor === 'ask' ? draftAttempt(starting, session) : null
      const { trustedDevice = null } = request
      const start: SessionStart = {
        session,
        attempt: asked?.attempt ?? null,
        trustedDevice: trustedDevice === null ? null : hashSecret(trustedDevice),
        replaces: replaces === null ? null : replacement(replaces, session),
        limit: { max: policy.perUser, ending: { at: session.createdAt, reason: 'limit', by: session.id } },
        seen: new Map(activity.unwrittenOf(user.id)),
        refreshTokenHash: client?.refreshTokenHash ?? null,
      }
      const outcome: { started: StartedSession | null } = { started: null }
      await lucia.create(session, async () => {
        outcome.started = await events.commit((record) => commit(start, recordStart(starting, record)))
      })
      const { started } = outcome
      if (started === null) return null
      if (started.attempt !== null && asked !== null) throw new SecondFactorDue(asked.attempt, asked.token)
      activity.forget(user.id, start.seen)
      bus.publish(user.id)
      if (replaces !== null && replaces.userId !== user.id) bus.publish(replaces.userId)
      return { ...issued, session: started.session }
    },
  }
}

/** The owner of the session that is replaced must not learn who signs in over it, so another user's session is not named. */
function replacement(replaced: Session, { id, userId, createdAt }: Session): SessionStart['replaces'] {
  const by = replaced.userId === userId ? id : null
  return { target: replaced, ending: { at: createdAt, reason: 'replaced', by } }
}

/** A start that waits for a second factor is no event yet. */
function recordStart({ replaces, request, client, method }: NewSession, record: Recorder): RecordStart {
  return ({ session, attempt, replaced, beyondLimit }, ...authorizing) => {
    if (attempt !== null) return []
    const { id: sessionId, userId, createdAt: at } = session
    const isNewOrigin = session.newDevice || session.newNetwork
    const shown = session.secondFactor === null ? {} : { secondFactor: session.secondFactor }
    const replacedEvents =
      replaced === null || replaces === null
        ? []
        : endingEvents(replaces.userId, [replaced], {
            at,
            endReason: 'replaced',
            sessionId: replaces.userId === userId ? sessionId : replaces.id,
            request,
          })
    const issued: readonly SecurityEvent[] =
      client === null
        ? []
        : [
            {
              type: 'tokens_issued',
              at,
              userId,
              sessionId,
              clientId: client.id,
              method,
              ...shown,
              isNewOrigin,
              request,
            },
          ]
    return record(
      ...replacedEvents,
      ...endingEvents(userId, beyondLimit, { at, endReason: 'limit', sessionId, request }),
      ...authorizing.map((event) => (event.type === 'signed_in' ? { ...event, ...shown, isNewOrigin } : event)),
      ...issued,
    )
  }
}
