import { after, day, hour, minute } from '../core/duration.ts'
import type { Ending } from './session.ts'

/** Two limits, in milliseconds: idle slides with use, absolute never moves. */
export interface Lifetime {
  readonly idle: number
  readonly absolute: number
}

export interface SessionPolicy {
  /** Without "remember me". */
  readonly browser: Lifetime
  /** With "remember me". */
  readonly remembered: Lifetime
  /** For how many milliseconds a step-up counts as recent. */
  readonly stepUp: number
  /** For how many milliseconds an ended session stays on record. */
  readonly keepEnded: number
  /** How many live sessions a user may have; see OWASP ASVS 5.0, 7.1.2. */
  readonly perUser: number
}

/** The lifetimes and the number of sessions, unless the configuration sets others. */
export const defaultSessionPolicy: SessionPolicy = {
  browser: { idle: 12 * hour, absolute: 24 * hour },
  remembered: { idle: 14 * day, absolute: 90 * day },
  stepUp: 10 * minute,
  keepEnded: 90 * day,
  perUser: 20,
}

/**
 * For how many milliseconds a sign-in counts as a step-up, at most, where a provider may have answered it from an earlier
 * sign-in of the same browser.
 */
export const unprovenStepUp = 2 * minute

/** Whether the user proved their identity just now, may have, or did so before. */
export type SignInProof = 'fresh' | 'unproven' | 'earlier'

/** Returns for how many milliseconds a proof of identity counts as a step-up. */
export function stepUpLifetime({ stepUp }: SessionPolicy, proof: SignInProof): number {
  if (proof === 'earlier') return 0
  return proof === 'fresh' ? stepUp : Math.min(stepUp, unprovenStepUp)
}

/** The two limits of one session. */
export interface Expiry {
  readonly idleExpiresAt: Date
  readonly expiresAt: Date
}

/** Returns the two limits of a session that starts now. */
export function initialExpiry(lifetime: Lifetime, now: Date): Expiry {
  return {
    idleExpiresAt: after(now, Math.min(lifetime.idle, lifetime.absolute)),
    expiresAt: after(now, lifetime.absolute),
  }
}

/**
 * Returns the new idle limit of a session that is used now, or `null` while more than half of the idle period is left: a
 * session that is read a thousand times is written at most once in half an idle period. The limit never passes the
 * absolute one, and a session that has reached that is not written at all.
 *
 * @see OWASP ASVS 5.0, 7.3.1 and 7.3.2
 */
export function renewedIdleExpiry(session: Expiry, lifetime: Lifetime, now: Date): Date | null {
  const left = session.idleExpiresAt.getTime() - now.getTime()
  if (left > lifetime.idle / 2 || session.idleExpiresAt.getTime() === session.expiresAt.getTime()) return null
  return new Date(Math.min(now.getTime() + lifetime.idle, session.expiresAt.getTime()))
}

/**
 * Returns how time has ended a session by a moment, or `null` while the session is live: `expired` at its absolute
 * limit, else `idle`.
 */
export function overdueEnding({ idleExpiresAt, expiresAt }: Expiry, now: Date): Ending | null {
  if (idleExpiresAt > now) return null
  const reason = idleExpiresAt.getTime() === expiresAt.getTime() ? 'expired' : 'idle'
  return { at: idleExpiresAt, reason, by: null }
}

/** Returns the ending that goes on record for a decision: a session that time had ended before keeps that ending. */
export function recordedEnding(session: Expiry, decided: Ending): Ending {
  return overdueEnding(session, decided.at) ?? decided
}

/** Whether the user stepped up on this session recently enough for a call that requires it. */
export function hasRecentStepUp(session: { readonly stepUpUntil: Date | null }, now: Date): boolean {
  return session.stepUpUntil !== null && session.stepUpUntil > now
}
