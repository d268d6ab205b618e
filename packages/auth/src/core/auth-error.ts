import type { ReasonFrom } from '@latchkey/schema'

/** The reasons for which the domain refuses; `refusals` in the schema package lists them with their messages. */
export type AuthErrorCode = ReasonFrom<'domain'>

/** A refusal: an expected "no" that the caller can act on. Every other error that is thrown is a fault. */
export class AuthError extends Error {
  override readonly name = 'AuthError'
  readonly code: AuthErrorCode
  /** With `RATE_LIMITED`: whole seconds until another try makes sense. */
  readonly retryAfter: number | null

  /** `cause` is for the log: a caller is never told of it. */
  constructor(code: AuthErrorCode, retryAfter: number | null = null, options: { readonly cause?: unknown } = {}) {
    super(code, options)
    this.code = code
    this.retryAfter = retryAfter
  }
}
