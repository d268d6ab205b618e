import { createHash, timingSafeEqual } from 'node:crypto'

const challengeShape = /^[A-Za-z0-9_-]{43}$/
const verifierShape = /^[A-Za-z0-9._~-]{43,128}$/

/** Whether a text has the shape of a code challenge of method S256. */
export function isCodeChallenge(text: string): boolean {
  return challengeShape.test(text)
}

/** @see [RFC 7636 §4.6](https://www.rfc-editor.org/rfc/rfc7636.html#section-4.6) */
export function isVerifierOf(challenge: string, verifier: string): boolean {
  if (!verifierShape.test(verifier)) return false
  const hashed = createHash('sha256').update(verifier).digest('base64url')
  return hashed.length === challenge.length && timingSafeEqual(Buffer.from(hashed), Buffer.from(challenge))
}
