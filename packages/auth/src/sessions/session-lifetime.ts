import { after, day, hour, minute } from '../duration.ts'

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
  /** For how long a proof of the person counts as recent. */
  readonly sudo: number
  /** For how long an ended session stays on record. */
  readonly keepEnded: number
  /** How many live sessions a user may have; see OWASP ASVS 5.0, 7.1.2. */
  readonly perUser: number
}

export const defaultSessionPolicy: SessionPolicy = {
  browser: { idle: 12 * hour, absolute: 24 * hour },
  remembered: { idle: 14 * day, absolute: 90 * day },
  sudo: 10 * minute,
  keepEnded: 90 * day,
  perUser: 20,
}

/** The two limits of a session that begins now. */
export function initialExpiry(lifetime: Lifetime, now: Date): { idleExpiresAt: Date; expiresAt: Date } {
  return {
    idleExpiresAt: after(now, Math.min(lifetime.idle, lifetime.absolute)),
    expiresAt: after(now, lifetime.absolute),
  }
}

/**
 * The new idle limit of a session that is used now, or `null` while more than half of the idle period is left: so a
 * session that is read a thousand times is written at most once in half an idle period. It never passes the absolute
 * limit, and a session that has reached that limit is not written at all.
 *
 * @see OWASP ASVS 5.0, 7.3.1 and 7.3.2
 */
export function renewedIdleExpiry(
  session: { readonly idleExpiresAt: Date; readonly expiresAt: Date },
  lifetime: Lifetime,
  now: Date,
): Date | null {
  const left = session.idleExpiresAt.getTime() - now.getTime()
  if (left > lifetime.idle / 2 || session.idleExpiresAt.getTime() === session.expiresAt.getTime()) return null
  return new Date(Math.min(now.getTime() + lifetime.idle, session.expiresAt.getTime()))
}

/** Whether the person proved themselves on this session lately enough for what asks for it. */
export function hasRecentProof(session: { readonly sudoUntil: Date | null }, now: Date): boolean {
  return session.sudoUntil !== null && session.sudoUntil > now
}
