import { timingSafeEqual } from 'node:crypto'
import type { PasskeyId, SessionId, UserId } from '@latchkey/schema'
import { hashSecret, type Secret, type SecretHash } from '../core/secret.ts'

/** The secret in a cookie of its own by which the browser is known that asked for options. */
export type PasskeyBrowser = Secret<'passkey browser'>
export type PasskeyBrowserHash = SecretHash<'passkey browser'>

/** What an authenticator is asked to sign: 256 bits, base64url. */
export type PasskeyChallengeText = Secret<'passkey challenge'>
export type PasskeyChallengeHash = SecretHash<'passkey challenge'>

/** A passkey of a user. */
export interface Passkey {
  readonly id: PasskeyId
  readonly userId: UserId
  /** base64url, as the authenticator made it. */
  readonly credentialId: string
  /** COSE, base64url. */
  readonly publicKey: string
  /** How often the authenticator signed, as far as it counts. */
  readonly counter: number
  readonly transports: readonly string[]
  readonly aaguid: string
  /** Whether it may be synced, and whether it is. */
  readonly backupEligible: boolean
  readonly backedUp: boolean
  readonly name: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

/**
 * What a challenge is for. `register_conditional`: a passkey that the browser makes without asking, right after a password was
 * typed.
 */
export type PasskeyPurpose = 'register' | 'register_conditional' | 'sign_in' | 'step_up'

/** What an authenticator is asked to sign, and for whom. It is deleted when its answer comes. */
export interface PasskeyChallenge {
  readonly hash: PasskeyChallengeHash
  readonly browserHash: PasskeyBrowserHash
  readonly purpose: PasskeyPurpose
  /** The session of a signed-in user; `null` for a sign-in. */
  readonly userId: UserId | null
  readonly sessionId: SessionId | null
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** Returns the text by which authenticators know a user: the bytes of their id, base64url. It says nothing else of them. */
export function userHandleOf(userId: UserId): string {
  return Buffer.from(userId).toString('base64url')
}

/** Whether a browser is the one that asked for the options. Compares in constant time. */
export function isSameBrowser({ browserHash }: PasskeyChallenge, browser: PasskeyBrowser | null): boolean {
  if (browser === null) return false
  return timingSafeEqual(Buffer.from(browserHash), Buffer.from(hashSecret(browser)))
}
