import type { IssuedTokens } from '../tokens/issued-tokens.ts'
import { memberOf } from '../transport/member-of.ts'
import { malformedResponse } from '../transport/oauth-error.ts'

/**
 * Reads the tokens from the body of a token response.
 *
 * @param body - parsed JSON
 * @returns the tokens
 * @throws {LatchkeyError} `MALFORMED_ANSWER`
 * @see [RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1)
 */
export function parseTokenResponse(body: unknown): IssuedTokens {
  const accessToken = memberOf(body, 'access_token')
  const refreshToken = memberOf(body, 'refresh_token')
  const expiresIn = memberOf(body, 'expires_in')
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string' || !isLifetime(expiresIn)) {
    throw malformedResponse()
  }
  return { accessToken, refreshToken, expiresIn }
}

/**
 * Checks whether a member of a response can be a number of seconds.
 *
 * @param value - anything
 * @returns whether it is a number above zero
 */
export function isLifetime(value: unknown): value is number {
  return typeof value === 'number' && value > 0
}
