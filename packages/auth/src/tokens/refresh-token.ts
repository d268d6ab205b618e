import type { SessionId } from '@latchkey/schema'
import { hashSecret, type Secret, type SecretHash } from '../core/secret.ts'

/** The secret that is exchanged once for a pair of tokens: 256 bits, base64url. */
export type RefreshToken = Secret<'refresh token'>

/** The SHA-256 of the first half of a refresh token, which all tokens of a session share from the first exchange on. */
export type RefreshTokenFamily = SecretHash<'refresh token family'>

/** How many bytes of a token are its family; the others are its own. */
const familyBytes = 16

/** What is on record of a refresh token that was used. */
export interface UsedRefreshToken {
  readonly sessionId: SessionId
  readonly usedAt: Date
  /** The id of the secret that its successor is derived with. */
  readonly secretId: string
  /** `null` when an earlier version exchanged it, whose successors belonged to no family. */
  readonly family: RefreshTokenFamily | null
}

/** Returns the family of a refresh token. */
export function familyOf(token: RefreshToken): RefreshTokenFamily {
  const half = Buffer.from(token, 'base64url').subarray(0, familyBytes).toString('base64url')
  return hashSecret(half as Secret<'refresh token family'>)
}

/**
 * Returns the successor of a token: its family, and a half of its own from what was derived of the token. Who never held a
 * token of the session has 256 bits to guess, and who did has 128.
 */
export function successorOf(token: RefreshToken, derived: RefreshToken): RefreshToken {
  const [family, own] = [token, derived].map((text) => Buffer.from(text, 'base64url').subarray(0, familyBytes))
  return Buffer.concat([family ?? [], own ?? []].map((half) => Uint8Array.from(half))).toString(
    'base64url',
  ) as RefreshToken
}
