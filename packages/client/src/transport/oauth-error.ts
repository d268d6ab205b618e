import { LatchkeyError, type LatchkeyErrorReason, latchkeyErrorReasons } from '../latchkey-error.ts'

const messages: Partial<Record<LatchkeyErrorReason, string>> = {
  ACCESS_DENIED: 'The sign-in was refused in the browser.',
  EXPIRED_TOKEN: 'Nobody approved this in time.',
  INVALID_CLIENT: 'This program is not registered there, or not for this way to sign in.',
  INVALID_GRANT: 'This sign-in was used already, or came too late.',
}

/**
 * Maps an OAuth error code to an error of this package.
 *
 * @param code - the `error` parameter of an OAuth error response: `access_denied`
 * @returns an error with the code in capitals as its reason; `MALFORMED_ANSWER` for a code that OAuth does not define
 * @see [RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1),
 * [§5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2)
 */
export function oauthError(code: string): LatchkeyError {
  const reason = latchkeyErrorReasons.find((known) => known === code.toUpperCase())
  if (reason === undefined) return malformedResponse()
  return new LatchkeyError(reason, messages[reason] ?? `The server refused: ${reason.toLowerCase()}.`)
}

/**
 * Creates the error for a response that no Latchkey server sends.
 *
 * @returns an error with the reason `MALFORMED_ANSWER`
 */
export function malformedResponse(): LatchkeyError {
  return new LatchkeyError('MALFORMED_ANSWER', 'What answered there is no Latchkey.')
}
