import { createHash } from 'node:crypto'
import type { SessionId } from '../sessions/session.ts'

/** The secret that is good for one pair of tokens: 256 bits, base64url. */
export type RefreshToken = string & { readonly __brand: 'RefreshToken' }
export type RefreshTokenHash = string & { readonly __brand: 'RefreshTokenHash' }

const shape = /^[A-Za-z0-9_-]{43}$/

export function parseRefreshToken(text: string): RefreshToken | null {
  return shape.test(text) ? (text as RefreshToken) : null
}

export function hashRefreshToken(token: RefreshToken): RefreshTokenHash {
  return createHash('sha256').update(token).digest('base64url') as RefreshTokenHash
}

/** What became of a token that was used. */
export interface UsedRefreshToken {
  readonly sessionId: SessionId
  readonly usedAt: Date
  /** The secret that its successor is derived with. */
  readonly secretId: string
}
