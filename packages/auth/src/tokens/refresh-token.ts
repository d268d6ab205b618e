import { createHash } from 'node:crypto'
import type { RandomBytes } from '../random.ts'
import type { SessionId } from '../sessions/session.ts'

/** The secret that is good for one pair of tokens: 256 bits, base64url. */
export type RefreshToken = string & { readonly __brand: 'RefreshToken' }
export type RefreshTokenHash = string & { readonly __brand: 'RefreshTokenHash' }

const bytes = 32
const shape = /^[A-Za-z0-9_-]{43}$/

export function newRefreshToken(random: RandomBytes): RefreshToken {
  return Buffer.from(random(bytes)).toString('base64url') as RefreshToken
}

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
