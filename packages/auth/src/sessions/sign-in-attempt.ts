import type { SignInAttemptId, SignInMethod, TrustedDeviceId, UserId } from '@latchkey/schema'
import { minute, day } from '../core/duration.ts'
import type { Secret, SecretHash } from '../core/secret.ts'

/** The secret of a sign-in that waits for a second factor: in a cookie of its own, or held by a program. It is no session. */
export type SignInAttemptToken = Secret<'sign-in attempt'>
export type SignInAttemptHash = SecretHash<'sign-in attempt'>

/** The secret in a cookie of its own by which a browser is known in which a user is not asked for a second factor. */
export type TrustedDeviceToken = Secret<'trusted device'>
export type TrustedDeviceHash = SecretHash<'trusted device'>

/** A sign-in whose first factor was shown, and which waits for the second. It authenticates nothing, and is on no list. */
export interface SignInAttempt {
  readonly id: SignInAttemptId
  readonly userId: UserId
  readonly tokenHash: SignInAttemptHash
  /** The first factor. */
  readonly method: SignInMethod
  readonly remember: boolean
  /** The OAuth client that receives the tokens; `null` for a browser. */
  readonly client: { readonly id: string; readonly name: string } | null
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** Milliseconds for which a sign-in waits for its second factor. */
export const signInAttemptLifetime = 5 * minute

/** How many codes may be tried for one attempt. */
export const triesPerAttempt = 5

/** A browser in which a user is not asked for a second factor. */
export interface TrustedDevice {
  readonly id: TrustedDeviceId
  readonly userId: UserId
  readonly tokenHash: TrustedDeviceHash
  /** Derived from the browser: "Chrome on macOS". */
  readonly name: string
  readonly ip: string | null
  readonly createdAt: Date
  readonly lastUsedAt: Date
  readonly expiresAt: Date
}

/** Milliseconds for which a browser is trusted from the second factor that was shown in it. */
export const trustedDeviceLifetime = 30 * day
