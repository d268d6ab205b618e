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
  // The rules of the domain
  'INVALID_CREDENTIALS',
  'EMAIL_TAKEN',
  'PASSWORD_TOO_SHORT',
  'PASSWORD_TOO_COMMON',
  'SESSION_NOT_FOUND',
  'RATE_LIMITED',
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
