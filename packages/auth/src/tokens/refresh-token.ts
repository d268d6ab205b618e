import type { RandomBytes } from '../random.ts'
import { hashSecret, isSecret, newSecret } from '../secret.ts'
import type { SessionId } from '../sessions/session.ts'

/** The secret that is good for one pair of tokens: 256 bits, base64url. */
export type RefreshToken = string & { readonly __brand: 'RefreshToken' }
export type RefreshTokenHash = string & { readonly __brand: 'RefreshTokenHash' }

export function newRefreshToken(random: RandomBytes): RefreshToken {
  return newSecret(random) as RefreshToken
}

export function parseRefreshToken(text: string): RefreshToken | null {
  return isSecret(text) ? (text as RefreshToken) : null
}

export function hashRefreshToken(token: RefreshToken): RefreshTokenHash {
  return hashSecret(token) as RefreshTokenHash
}

/** What became of a token that was used. */
export interface UsedRefreshToken {
  readonly sessionId: SessionId
  readonly usedAt: Date
  /** The secret that its successor is derived with. */
  readonly secretId: string
}
