import type { SecondFactor, StepUpMethod } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import { after } from '../core/duration.ts'
import type { RandomBytes } from '../core/random.ts'
import type { RequestInfo } from '../core/request-info.ts'
import { hashSecret, newSecret } from '../core/secret.ts'
import type { RecordOutcome } from '../events/event-store.ts'
import type { Events, Recorder } from '../events/events.ts'
import type { Limits } from '../limits/limits.ts'
import type { Caller } from './caller.ts'
import type { SessionRotation } from './session.ts'
import type { SessionBus } from './session-bus.ts'
import { hasRecentStepUp, type SessionPolicy, type SignInProof, stepUpLifetime } from './session-lifetime.ts'
import type { SessionStore } from './session-store.ts'
import type { IssuedSession } from './start-session.ts'

/** A session under its new token, with a recent step-up. */
export interface RotatedSession extends IssuedSession {
  readonly stepUpUntil: Date
}

/** Rotates the token in one transaction with another change; `false` when the session has ended or was rotated meanwhile. */
export type CommitStepUp = (rotation: SessionRotation, record: RecordOutcome<SessionRotation>) => Promise<boolean>

export interface StepUpOptions {
  /** Whether the user proved their identity just now, which a provider may not have asked for. Default: `fresh`. */
  readonly proof?: SignInProof
  /** The second factor that was shown, which the session has from then on. */
  readonly secondFactor?: SecondFactor | null
  /** For a store that changes something else in the same transaction. */
  readonly commit?: CommitStepUp
}

export interface RotateOptions {
  /** For how long the step-up counts as recent, in milliseconds. Default: as the policy says. */
  readonly lifetime?: number
  /** The second factor that authorizes it. Default: the session keeps the one that it has. */
  readonly secondFactor?: SecondFactor | null
}

export interface StepUp {
  /**
   * Records a step-up on the calling session and gives it a new token; the old one stops working in the same statement.
   *
   * @throws AuthError `RATE_LIMITED`; `SESSION_ENDED` when the session ended, or was rotated by another request, in the
   *   meantime
   */
  stepUp(caller: Caller, method: StepUpMethod, request: RequestInfo, options?: StepUpOptions): Promise<RotatedSession>

  /**
   * Gives the calling session a new token and a recent step-up, in the transaction that `commit` makes. Returns what
   * `commit` returns as `outcome`.
   *
   * @throws AuthError `RATE_LIMITED`; `SESSION_ENDED` when `commit` returns `null`
   */
  rotate<T>(
    caller: Caller,
    commit: (rotation: SessionRotation, record: Recorder) => Promise<T | null>,
    options?: RotateOptions,
  ): Promise<RotatedSession & { readonly outcome: T }>

  /** @throws AuthError `SUDO_REQUIRED` when the user has not stepped up on this session recently */
  requireRecentStepUp(caller: Caller): void
}

/** Returns the part of `Sessions` that steps up and rotates tokens. */
export function stepUp({
  store,
  events,
  limits,
  bus,
  policy,
  now,
  random,
}: {
  readonly store: SessionStore
  readonly events: Events
  readonly limits: Limits
  readonly bus: SessionBus
  readonly policy: SessionPolicy
  readonly now: () => Date
  readonly random: RandomBytes
}): StepUp {
  const rotate: StepUp['rotate'] = async ({ session }, commit, options = {}) => {
    const { lifetime = policy.stepUp, secondFactor = null } = options
    await limits.consume('stepUp', { user: session.userId })
    const token = newSecret<'session token'>(random)
    const stepUpUntil = after(now(), lifetime)
    const rotation = { id: session.id, from: session.tokenHash, to: hashSecret(token), stepUpUntil, secondFactor }
    const outcome = await events.commit((record) => commit(rotation, record))
    if (outcome === null) throw new AuthError('SESSION_ENDED')
    bus.publish(session.userId)
    const rotated = {
      ...session,
      tokenHash: rotation.to,
      stepUpUntil,
      secondFactor: secondFactor ?? session.secondFactor,
    }
    return { token, session: rotated, stepUpUntil, outcome }
  }

  return {
    rotate,

    async stepUp(caller, method, request, options = {}) {
      const { user, session } = caller
      const { proof = 'fresh', secondFactor = null } = options
      const { commit = (rotation, recordRotation) => store.rotate(rotation, recordRotation) } = options
      const rotateWithEvent = async (rotation: SessionRotation, record: Recorder): Promise<true | null> => {
        const event = {
          type: 'stepped_up',
          at: now(),
          userId: user.id,
          sessionId: session.id,
          method,
          request,
        } as const
        return (await commit(rotation, () => record(event))) ? true : null
      }
      return rotate(caller, rotateWithEvent, { lifetime: stepUpLifetime(policy, proof), secondFactor })
    },

    requireRecentStepUp({ session }) {
      if (!hasRecentStepUp(session, now())) throw new AuthError('SUDO_REQUIRED')
    },
  }
}
