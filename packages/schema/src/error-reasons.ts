/**
 * Why a call was refused, as `data.reason` of every error: stable, machine-readable and closed. A client switches on
 * these, so a value is never renamed and never reused for something else.
 */
export const errorReasons = [
  // The request itself
  'INVALID_INPUT',
  'MALFORMED_REQUEST',
  'UNKNOWN_PROCEDURE',
  'METHOD_NOT_ALLOWED',
  'UNSUPPORTED_MEDIA_TYPE',
  'PAYLOAD_TOO_LARGE',
  'NOT_BATCHABLE',
  'CROSS_SITE_REQUEST',
  // Who is calling
  'NOT_SIGNED_IN',
  'SESSION_ENDED',
  'SUDO_REQUIRED',
  'FORBIDDEN',
  'INVALID_TOKEN',
  'AMBIGUOUS_CREDENTIALS',
  'COOKIE_REQUIRED',
  // The rules of the domain
  'INVALID_CREDENTIALS',
  'EMAIL_TAKEN',
  'PASSWORD_TOO_SHORT',
  'PASSWORD_TOO_COMMON',
  'SESSION_NOT_FOUND',
  'RATE_LIMITED',
  'INVALID_REFRESH_TOKEN',
  'PASSWORD_TOKENS_OFF',
  'REFRESH_TOKEN_REUSED',
  'CLIENT_UNKNOWN',
  'REDIRECT_URI_UNKNOWN',
  'USER_CODE_UNKNOWN',
  'INVALID_GRANT',
  'PASSWORD_ALREADY_SET',
  'IDENTITY_NOT_FOUND',
  'IDENTITY_TAKEN',
  'IDENTITY_NOT_CONNECTED',
  'LAST_SIGN_IN_METHOD',
  'LINK_REQUIRES_SIGN_IN',
  // Signing in through a provider: the trip
  'PROVIDER_NOT_FOUND',
  'AUTHORIZATION_UNKNOWN',
  'AUTHORIZATION_EXPIRED',
  'AUTHORIZATION_OTHER_BROWSER',
  'AUTHORIZATION_OTHER_PROVIDER',
  'AUTHORIZATION_OTHER_SESSION',
  'AUTHORIZATION_DENIED',
  'AUTHORIZATION_REFUSED',
  'AUTHORIZATION_MALFORMED',
  'ISSUER_MISSING',
  'ISSUER_MISMATCH',
  // Signing in through a provider: what it said
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_TIMEOUT',
  'PROVIDER_ANSWER_INVALID',
  'CODE_REFUSED',
  'ID_TOKEN_MISSING',
  'ID_TOKEN_MALFORMED',
  'ID_TOKEN_ALGORITHM',
  'ID_TOKEN_SIGNATURE',
  'ID_TOKEN_ISSUER',
  'ID_TOKEN_AUDIENCE',
  'ID_TOKEN_NONCE',
  'ID_TOKEN_EXPIRED',
  'ID_TOKEN_CLAIMS',
  'PROVIDER_EMAIL_MISSING',
  'PROVIDER_EMAIL_UNVERIFIED',
  // Faults
  'UNAVAILABLE',
  'INTERNAL',
] as const

export type ErrorReason = (typeof errorReasons)[number]

/** The `data` of every tRPC error that leaves the server. */
export interface ErrorData {
  readonly code: string
  readonly httpStatus: number
  readonly reason: ErrorReason
  /** The id under which the server logged the request; also in the `X-Request-Id` header. */
  readonly requestId: string
  /** Only with `INVALID_INPUT`: messages by input field; what belongs to no field stands under `''`. */
  readonly fields?: Readonly<Record<string, readonly string[]>>
  /** Only with `RATE_LIMITED`: whole seconds until another try makes sense. */
  readonly retryAfter?: number
}
