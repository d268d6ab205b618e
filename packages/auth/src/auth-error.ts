import type { ErrorReason } from '@latchkey/schema'

export type AuthErrorCode = Extract<
  ErrorReason,
  | 'EMAIL_TAKEN'
  | 'INVALID_CREDENTIALS'
  | 'PASSWORD_TOO_COMMON'
  | 'PASSWORD_TOO_SHORT'
  | 'RATE_LIMITED'
  | 'SESSION_ENDED'
  | 'SESSION_NOT_FOUND'
  | 'SUDO_REQUIRED'
>

/** A refusal: an expected "no" that the caller can act on. Everything else that throws is a fault. */
export class AuthError extends Error {
  override readonly name = 'AuthError'
  readonly code: AuthErrorCode
  /** With `RATE_LIMITED`: whole seconds until another try makes sense. */
  readonly retryAfter: number | null

  constructor(code: AuthErrorCode, retryAfter: number | null = null) {
    super(code)
    this.code = code
    this.retryAfter = retryAfter
  }
}
