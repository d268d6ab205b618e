/**
 * The reasons of a `LatchkeyError`. The first ones, up to `TEMPORARILY_UNAVAILABLE`, are the error codes of OAuth in
 * capitals, as the server sent them.
 *
 * @see [RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1),
 * [§5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2),
 * [RFC 8628 §3.5](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.5)
 */
export const latchkeyErrorReasons = [
  /** The person refused the sign-in. */
  'ACCESS_DENIED',
  /** The sign-in was not approved in time. */
  'EXPIRED_TOKEN',
  'INVALID_REQUEST',
  /** This client id is not registered, or not for this sign-in method. */
  'INVALID_CLIENT',
  /** The code was used, or is too old. */
  'INVALID_GRANT',
  'UNSUPPORTED_GRANT_TYPE',
  'UNSUPPORTED_RESPONSE_TYPE',
  'SERVER_ERROR',
  'TEMPORARILY_UNAVAILABLE',
  /** Too many requests from this network. */
  'RATE_LIMITED',
  /** No response came. */
  'UNREACHABLE',
  /** The response is not one of OAuth, or not one of a Latchkey server. */
  'MALFORMED_ANSWER',
  /** The authorization response does not belong to the pending sign-in. */
  'STATE_MISMATCH',
  /** The server's issuer identifier is not its `url`, or the authorization response is from another issuer. */
  'ISSUER_MISMATCH',
  /** The tokens in the store are of another server or another client: they are neither sent nor removed. */
  'OTHER_SIGN_IN',
  /** The token store is empty. */
  'NOT_SIGNED_IN',
  /** The account asks for a second factor, and the program does not ask the person for it. */
  'SECOND_FACTOR_DUE',
  /** The `url` is not an http(s) URL, or it is plain http to another machine. */
  'INVALID_URL',
  /** The token file does not contain tokens. */
  'TOKEN_FILE_BROKEN',
  /** Other users of this machine may read or write the token file. */
  'TOKEN_FILE_EXPOSED',
] as const

/** Why this package refused something. A procedure's own refusals are `ErrorReason`s; `reasonOf` returns either. */
export type LatchkeyErrorReason = (typeof latchkeyErrorReasons)[number]

/**
 * An error of this package: of a sign-in, a sign-out or a token store. A procedure that the server refuses rejects with
 * a `TRPCClientError` instead, and so does a call whose token store failed; `reasonOf` reads the reason of both.
 *
 * @example
 * ```ts
 * import { LatchkeyError, memoryTokenStore, signOut } from '@latchkey/client'
 *
 * try {
 *   await signOut({ url: 'https://id.example.com', clientId: 'latchkey-cli', tokenStore: memoryTokenStore() })
 * } catch (error) {
 *   if (!(error instanceof LatchkeyError)) throw error
 *   console.error(`${error.message} (${error.reason})`)
 * }
 * ```
 */
export class LatchkeyError extends Error {
  override readonly name = 'LatchkeyError'
  /** For programs: stable, and one of a closed set. */
  readonly reason: LatchkeyErrorReason

  /**
   * @param reason - for programs
   * @param message - for people: an English sentence
   * @param options - the `cause`, if another error led to this one
   */
  constructor(reason: LatchkeyErrorReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
