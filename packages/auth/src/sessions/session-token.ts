import type { RandomBytes } from '../random.ts'
import { hashSecret, isSecret, newSecret } from '../secret.ts'

/** The secret in the cookie. It is never stored, logged or put in a body. */
export type SessionToken = string & { readonly __brand: 'SessionToken' }

/** What is stored of a token. */
export type TokenHash = string & { readonly __brand: 'TokenHash' }

export function newSessionToken(random: RandomBytes): SessionToken {
  return newSecret(random) as SessionToken
}

/** The value as a token when it has the shape of one, else `null`. */
export function parseSessionToken(value: string): SessionToken | null {
  return isSecret(value) ? (value as SessionToken) : null
}

export function hashSessionToken(token: SessionToken): TokenHash {
  return hashSecret(token) as TokenHash
}
