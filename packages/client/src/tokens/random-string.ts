import { base64url } from './base64url.ts'

const bytes = 32

/**
 * Generates a random string of 256 bits.
 *
 * @returns 43 characters that need no escaping in a URL
 * @see [RFC 7636 §4.1](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.1)
 */
export function randomString(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(bytes)))
}
