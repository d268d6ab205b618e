/**
 * Why this package itself said no; what a procedure refuses is a `TRPCClientError` with the server's own
 * `data.reason`, and `reasonOf` gives either. The first ones are the errors of OAuth, as the server gave them.
 *
 * @see [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2),
 * [RFC 8628 §3.5](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.5)
 */
export const latchkeyErrorReasons = [
  /** The person said no. */
  'ACCESS_DENIED',
  /** Nobody answered in time. */
  'EXPIRED_TOKEN',
  'INVALID_REQUEST',
  /** This client id is not registered, or not for this way to sign in. */
  'INVALID_CLIENT',
  /** The code was used, or is too old. */
  'INVALID_GRANT',
  'UNSUPPORTED_GRANT_TYPE',
  'UNSUPPORTED_RESPONSE_TYPE',
  'SERVER_ERROR',
  'TEMPORARILY_UNAVAILABLE',
  /** Too many requests from this network. */
  'RATE_LIMITED',
  /** No answer came. */
  'UNREACHABLE',
  /** What answered does not speak OAuth. */
  'MALFORMED_ANSWER',
  /** The browser brought an answer to a question that was not asked here. */
  'STATE_MISMATCH',
  /** The server has another name than its address here, or the browser brought an answer of another server. */
  'ISSUER_MISMATCH',
  /** The tokens in the store are of another server or another client: they are neither sent nor taken away. */
  'OTHER_SIGN_IN',
  /** The `url` is no address, or one where no token may be sent. */
  'INVALID_URL',
  /** The file of tokens is no such file. */
  'TOKEN_FILE_BROKEN',
  /** Others on this machine may read or write the file of tokens. */
  'TOKEN_FILE_EXPOSED',
] as const
export type LatchkeyErrorReason = (typeof latchkeyErrorReasons)[number]

export class LatchkeyError extends Error {
  override readonly name = 'LatchkeyError'
  readonly reason: LatchkeyErrorReason

  constructor(reason: LatchkeyErrorReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
