import { createHash } from 'node:crypto'
import type { RandomBytes } from './random.ts'

const bytes = 32
const shape = /^[A-Za-z0-9_-]{43}$/

/** The hash of a kind of secret, which is what is stored of it. */
export type SecretHash<Kind extends string> = string & { readonly __hashOf: Kind }

/** A secret of a kind. It is handed out once, and never stored or logged. */
export type Secret<Kind extends string> = string & { readonly __secret: Kind }

/**
 * Returns 256 random bits, base64url: 43 characters. Suits tokens, codes, states, nonces and code verifiers.
 *
 * @see OWASP ASVS 5.0, 7.2.3
 */
export function newSecret<Kind extends string>(random: RandomBytes): Secret<Kind> {
  return Buffer.from(random(bytes)).toString('base64url') as Secret<Kind>
}

/** Returns the text as a secret when it has the shape of one, else `null`: such a text is not looked up. */
export function parseSecret<Kind extends string>(text: string | null): Secret<Kind> | null {
  return text !== null && shape.test(text) ? (text as Secret<Kind>) : null
}

/**
 * Returns the SHA-256 of a secret, base64url. A fast hash is right for 256 random bits, which can't be guessed. It is
 * synchronous because the asynchronous one waits behind password hashing in the same thread pool.
 */
export function hashSecret<Kind extends string>(secret: Secret<Kind>): SecretHash<Kind> {
  return createHash('sha256').update(secret).digest('base64url') as SecretHash<Kind>
}
