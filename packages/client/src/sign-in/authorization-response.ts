import { LatchkeyError } from '../latchkey-error.ts'
import { malformedResponse, oauthError } from '../transport/oauth-error.ts'
import type { PendingSignIn } from './begin-browser-sign-in.ts'
import { timingSafeEqual } from './timing-safe-equal.ts'

/**
 * Checks whether an address that a browser came back to is the response to a pending sign-in.
 *
 * @param callbackUrl - the whole address, with its query
 * @param pending - the sign-in
 * @returns whether the state is the same
 * @see [RFC 6749 §10.12](https://www.rfc-editor.org/rfc/rfc6749.html#section-10.12)
 */
export function isResponseTo(callbackUrl: URL, { state }: Pick<PendingSignIn, 'state'>): boolean {
  return timingSafeEqual(callbackUrl.searchParams.get('state') ?? '', state)
}

/**
 * Reads the code from an authorization response. The state is checked first, then the issuer, then the error, so that a
 * response which is not meant for this sign-in does not decide anything.
 *
 * @param callbackUrl - the whole address, with its query
 * @param pending - the sign-in
 * @param issuer - the issuer identifier that the response must have
 * @returns the code
 * @throws {LatchkeyError} `STATE_MISMATCH`, `ISSUER_MISMATCH`, the error of the response, or `MALFORMED_ANSWER`
 * @see [RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2),
 * [RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207.html#section-2.4)
 */
export function authorizationCode(callbackUrl: URL, pending: PendingSignIn, issuer: string): string {
  const parameters = callbackUrl.searchParams
  if (!isResponseTo(callbackUrl, pending)) {
    throw new LatchkeyError('STATE_MISMATCH', 'The browser brought an answer to something that was not asked here.')
  }
  if (parameters.get('iss') !== issuer) {
    throw new LatchkeyError('ISSUER_MISMATCH', `The browser brought an answer that is not from ${issuer}.`)
  }
  const error = parameters.get('error')
  if (error !== null) throw oauthError(error)
  const code = parameters.get('code')
  if (code === null) throw malformedResponse()
  return code
}
