import { AuthError, type AuthErrorCode } from '@latchkey/auth'
import type { Response } from 'express'
import { outcomeOf } from '../request-outcome.ts'

/** The errors of the endpoints. @see [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2) */
export type OAuthErrorName =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  // RFC 8707 §2
  | 'invalid_target'
  | 'temporarily_unavailable'
  | 'server_error'
  // RFC 8628 §3.5
  | 'authorization_pending'
  | 'slow_down'
  | 'access_denied'
  | 'expired_token'

/** A refusal of the OAuth endpoints. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError'
  readonly error: OAuthErrorName
  readonly status: number
  /** Whole seconds until another try makes sense. */
  readonly retryAfter: number | null

  constructor(error: OAuthErrorName, description: string, { status = 400, retryAfter = null as number | null } = {}) {
    super(description)
    this.error = error
    this.status = status
    this.retryAfter = retryAfter
  }
}

/** Answers with an error, which the line of the request names. */
export function sendOAuthError(res: Response, { error, message, status, retryAfter }: OAuthError): void {
  const outcome = outcomeOf(res)
  outcome.oauthError = error
  if (outcome.reasons.size === 0) outcome.reasons.add(error)
  if (retryAfter !== null) res.set('Retry-After', String(retryAfter))
  res.status(status).json({ error, error_description: message })
}

const grantErrors: Partial<Record<AuthErrorCode, readonly [OAuthErrorName, string]>> = {
  CLIENT_UNKNOWN: ['invalid_client', 'There is no such client here, or it may not ask in this way.'],
  INVALID_GRANT: [
    'invalid_grant',
    'This code is not valid: unknown, used, too old, or with another client_id, redirect_uri or code_verifier.',
  ],
  // RFC 8707 §2
  INVALID_TARGET: ['invalid_target', 'There is no such resource here.'],
  INVALID_REFRESH_TOKEN: ['invalid_grant', 'This refresh token is not valid.'],
  REFRESH_TOKEN_REUSED: ['invalid_grant', 'This refresh token was used before, so its session has ended.'],
  SESSION_ENDED: ['invalid_grant', 'This session has ended.'],
}

/** Returns the OAuth error of a refusal; `null` for an error that is no refusal of these endpoints. */
export function oauthErrorOf(error: unknown): OAuthError | null {
  if (error instanceof OAuthError) return error
  if (!(error instanceof AuthError)) return null
  if (error.code === 'RATE_LIMITED') {
    return new OAuthError('temporarily_unavailable', 'Too many requests. Wait a moment.', {
      status: 429,
      retryAfter: error.retryAfter,
    })
  }
  const known = grantErrors[error.code]
  return known === undefined ? null : new OAuthError(...known)
}
