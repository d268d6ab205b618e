import { timingSafeEqual } from 'node:crypto'
import type { ChallengeId, ChallengePurpose, SessionId, UserId } from '@latchkey/schema'
import { hashSecret, type Secret, type SecretHash } from '../core/secret.ts'

/** The token of a mailed link. */
export type LinkToken = Secret<'link token'>
export type LinkTokenHash = SecretHash<'link token'>

/** The secret in a cookie of its own by which the browser that asked for a mail is known. */
export type ChallengeBrowser = Secret<'challenge browser'>
export type ChallengeBrowserHash = SecretHash<'challenge browser'>

/** A keyed hash of a mailed code, with the id of the secret that it was made under: the database alone does not tell the code. */
export type CodeHash = string & { readonly __brand: 'CodeHash' }

/** A sign-up that waits for the proof of its address. */
export interface PendingSignUp {
  readonly name: string
  /** `null` for an account without a password. */
  readonly passwordHash: string | null
}

/** What a challenge is for: what a code confirms, or the undo of a change of address, which has a link alone. */
export type ChallengeKind = ChallengePurpose | 'undo_email_change'

/** Something that is done once the reader of a mailbox confirms it. It is deleted when that is done. */
export interface Challenge {
  readonly id: ChallengeId
  readonly kind: ChallengeKind
  /** The canonical address that the mail went to. */
  readonly email: string
  /** The user that it is about; `null` where the address has none. */
  readonly userId: UserId | null
  /** The session in which it was asked for, where only that user may confirm. */
  readonly sessionId: SessionId | null
  readonly pending: PendingSignUp | null
  readonly codeHash: CodeHash
  readonly tokenHash: LinkTokenHash
  readonly browserHash: ChallengeBrowserHash
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** How many codes may be tried for one challenge. */
export const triesPerChallenge = 5

/** Whether a browser is the one that asked. Compares in constant time. */
export function isSameBrowser({ browserHash }: Challenge, browser: ChallengeBrowser | null): boolean {
  if (browser === null) return false
  return timingSafeEqual(Buffer.from(browserHash), Buffer.from(hashSecret(browser)))
}

/** Whether the account of a sign-up is there already: its user went on before the address was proven. */
export function hasAccount({ kind, userId }: Challenge): boolean {
  return kind === 'sign_up' && userId !== null
}
