import type { ErrorReason } from '@latchkey/schema'

export type AuthErrorCode = Extract<
  ErrorReason,
  | 'AUTHORIZATION_DENIED'
  | 'AUTHORIZATION_EXPIRED'
  | 'AUTHORIZATION_MALFORMED'
  | 'AUTHORIZATION_OTHER_BROWSER'
  | 'AUTHORIZATION_OTHER_PROVIDER'
  | 'AUTHORIZATION_OTHER_SESSION'
  | 'AUTHORIZATION_REFUSED'
  | 'AUTHORIZATION_UNKNOWN'
  | 'CLIENT_UNKNOWN'
  | 'CODE_REFUSED'
  | 'IDENTITY_NOT_FOUND'
  | 'IDENTITY_TAKEN'
  | 'IDENTITY_NOT_CONNECTED'
  | 'ID_TOKEN_ALGORITHM'
  | 'ID_TOKEN_AUDIENCE'
  | 'ID_TOKEN_CLAIMS'
  | 'ID_TOKEN_EXPIRED'
  | 'ID_TOKEN_ISSUER'
  | 'ID_TOKEN_MALFORMED'
  | 'ID_TOKEN_MISSING'
  | 'ID_TOKEN_NONCE'
  | 'ID_TOKEN_SIGNATURE'
  | 'ISSUER_MISMATCH'
  | 'ISSUER_MISSING'
  | 'LAST_SIGN_IN_METHOD'
  | 'LINK_REQUIRES_SIGN_IN'
  | 'PASSWORD_ALREADY_SET'
  | 'PASSWORD_TOKENS_OFF'
  | 'PROVIDER_ANSWER_INVALID'
  | 'PROVIDER_EMAIL_MISSING'
  | 'PROVIDER_EMAIL_UNVERIFIED'
  | 'PROVIDER_NOT_FOUND'
  | 'PROVIDER_TIMEOUT'
  | 'PROVIDER_UNAVAILABLE'
  | 'EMAIL_TAKEN'
  | 'INVALID_CREDENTIALS'
  | 'INVALID_GRANT'
  | 'PASSWORD_TOO_COMMON'
  | 'PASSWORD_TOO_SHORT'
  | 'INVALID_REFRESH_TOKEN'
  | 'INVALID_TOKEN'
  | 'RATE_LIMITED'
  | 'REDIRECT_URI_UNKNOWN'
  | 'REFRESH_TOKEN_REUSED'
  | 'SESSION_ENDED'
  | 'SESSION_NOT_FOUND'
  | 'SUDO_REQUIRED'
  | 'USER_CODE_UNKNOWN'
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
