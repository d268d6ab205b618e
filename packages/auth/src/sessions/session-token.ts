import { createHash } from 'node:crypto'
import type { RandomBytes } from '../random.ts'

/** The secret in the cookie. It is never stored, logged or put in a body. */
export type SessionToken = string & { readonly __brand: 'SessionToken' }

/** What is stored of a token. */
export type TokenHash = string & { readonly __brand: 'TokenHash' }

const tokenBytes = 32
const tokenShape = /^[A-Za-z0-9_-]{43}$/

/**
 * A new secret of 256 random bits, base64url: 43 characters.
 *
 * @see OWASP ASVS 5.0, 7.2.3
 */
export function newSessionToken(random: RandomBytes): SessionToken {
  return Buffer.from(random(tokenBytes)).toString('base64url') as SessionToken
}

/** The value as a token when it has the shape of one, else `null`: what can't be a token is not looked up. */
export function parseSessionToken(value: string): SessionToken | null {
  return tokenShape.test(value) ? (value as SessionToken) : null
}

/**
 * SHA-256 of a token, base64url. A fast hash is right for 256 random bits, there is nothing to guess; and it stays
 * synchronous: the asynchronous one waits behind password hashing in the same thread pool.
 */
export function hashSessionToken(token: SessionToken): TokenHash {
  return createHash('sha256').update(token).digest('base64url') as TokenHash
}
