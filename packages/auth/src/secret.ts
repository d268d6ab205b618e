import { createHash } from 'node:crypto'
import type { RandomBytes } from './random.ts'

const bytes = 32
const shape = /^[A-Za-z0-9_-]{43}$/

/**
 * 256 random bits, base64url: 43 characters. Right for a token, a code, a state, a nonce and a code verifier alike.
 *
 * @see OWASP ASVS 5.0, 7.2.3
 */
export function newSecret(random: RandomBytes): string {
  return Buffer.from(random(bytes)).toString('base64url')
}

/** Whether a text has the shape of a secret: what can't be one is not looked up. */
export function isSecret(text: string): boolean {
  return shape.test(text)
}

/**
 * SHA-256 of a secret, base64url. A fast hash is right for 256 random bits, there is nothing to guess; and it stays
 * synchronous: the asynchronous one waits behind password hashing in the same thread pool.
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
