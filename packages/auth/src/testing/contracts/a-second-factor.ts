import type { RecoveryCodeId, SignInAttemptId, TrustedDeviceId } from '@latchkey/schema'
import { after } from '../../core/duration.ts'
import { hashSecret, type Secret } from '../../core/secret.ts'
import type { RecoveryCode, TotpCredential } from '../../second-factors/second-factor.ts'
import type { SignInAttempt, TrustedDevice } from '../../sessions/sign-in-attempt.ts'
import type { User } from '../../users/user.ts'
import { start } from '../fixtures.ts'

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
