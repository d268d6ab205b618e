import type { RecoveryCodeId, SignInAttemptId, TrustedDeviceId } from '@latchkey/schema'
import type { AuthStores } from '../../auth-stores.ts'
import { after } from '../../core/duration.ts'
import { hashSecret, type Secret } from '../../core/secret.ts'
import type { RecoveryCode, TotpCredential } from '../../second-factors/second-factor.ts'
import type { Session } from '../../sessions/session.ts'
import type { SignInAttempt, TrustedDevice } from '../../sessions/sign-in-attempt.ts'
import type { User } from '../../users/user.ts'
import { aSession, aStart, noEvents, start, tokenHash } from '../fixtures.ts'

/** Returns the authenticator app of a user; its secret is its name. */
export function aTotp({ id: userId }: User, changes: Partial<TotpCredential> = {}): TotpCredential {
  return { userId, sealedSecret: `sealed-${userId}`, lastStep: 100, createdAt: start, ...changes }
}

/** Returns a recovery code of a user with this first letter. */
export function aRecoveryCode({ id: userId }: User, slot: string, changes: Partial<RecoveryCode> = {}): RecoveryCode {
  const id = `code-${userId}-${slot}` as RecoveryCodeId
  return { id, userId, slot, hash: `hash-${slot}`, createdAt: start, ...changes }
}

/** Returns a sign-in that waits for the second factor of a user. */
export function anAttempt(id: string, { id: userId }: User, changes: Partial<SignInAttempt> = {}): SignInAttempt {
  return {
    id: id as SignInAttemptId,
    userId,
    tokenHash: hashSecret(id as Secret<'sign-in attempt'>),
    method: 'password',
    remember: false,
    client: null,
    createdAt: start,
    expiresAt: after(start, 1000),
    ...changes,
  }
}

/** Returns a browser that a user trusts; its secret is its id. */
export function aTrustedDevice(id: string, { id: userId }: User, changes: Partial<TrustedDevice> = {}): TrustedDevice {
  return {
    id: id as TrustedDeviceId,
    userId,
    tokenHash: hashSecret(id as Secret<'trusted device'>),
    name: 'Chrome on macOS',
    ip: '203.0.113.7',
    createdAt: start,
    lastUsedAt: start,
    expiresAt: after(start, 5000),
    ...changes,
  }
}

/** Gives a user two-step verification: their authenticator app, and recovery codes with these first letters. */
export async function addTwoStep(
  stores: AuthStores,
  user: User,
  { slots = ['B', 'C'], createdAt = start }: { slots?: readonly string[]; createdAt?: Date } = {},
): Promise<void> {
  const session = aSession(`two-step-${user.id}`, user)
  await stores.sessions.start(aStart(session), noEvents)
  const { id, tokenHash: from } = session
  const rotation = { id, from, to: tokenHash(`${id}-2`), stepUpUntil: start, secondFactor: 'totp' } as const
  const recoveryCodes = slots.map((slot) => aRecoveryCode(user, slot, { createdAt }))
  await stores.secondFactors.addTotp({ totp: aTotp(user, { createdAt }), recoveryCodes, rotation }, noEvents)
  await removeSession(stores, session)
}

/** Stores sign-ins of a user with two-step verification that wait for it. */
export async function addAttempts(
  { sessions }: AuthStores,
  user: User,
  ...attempts: readonly SignInAttempt[]
): Promise<void> {
  for (const attempt of attempts) {
    await sessions.start(aStart(aSession(`waiting-${attempt.id}`, user), { attempt }), noEvents)
  }
}

/** Stores a browser that a user with two-step verification trusts, by a code of the step after the last one. */
export async function addTrustedDevice(stores: AuthStores, user: User, trust: TrustedDevice): Promise<void> {
  const totp = await stores.secondFactors.findTotp(user.id)
  if (totp === null) throw new TypeError('a user with a trusted device has an authenticator app')
  const attempt = anAttempt(`trusting-${trust.id}`, user)
  await addAttempts(stores, user, attempt)
  const session = aSession(`trusting-${trust.id}`, user)
  const use = { factor: 'totp', sealedSecret: totp.sealedSecret, step: totp.lastStep + 1 } as const
  const completion = { id: attempt.id, userId: user.id, now: start, use, start: aStart(session), trust }
  await stores.secondFactors.complete(completion, noEvents)
  await removeSession(stores, session)
}

async function removeSession({ sessions }: AuthStores, session: Session): Promise<void> {
  await sessions.end(session, { at: start, reason: 'signed_out', by: null }, noEvents)
  await sessions.deleteEndedBefore(after(start, 1), 1)
}
