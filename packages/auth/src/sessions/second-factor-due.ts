import { AuthError } from '../core/auth-error.ts'
import type { SignInAttempt, SignInAttemptToken } from './sign-in-attempt.ts'

/**
 * Thrown where the first factor was right and the user has a second one: no session has started. It is a refusal, so that a
 * caller that does not know of it starts none either.
 */
export class SecondFactorDue extends AuthError {
  /** What waits for the second factor. */
  readonly attempt: SignInAttempt
  /** The secret of the attempt, for its browser or program alone. */
  readonly token: SignInAttemptToken

  constructor(attempt: SignInAttempt, token: SignInAttemptToken) {
    super('SECOND_FACTOR_DUE')
    this.attempt = attempt
    this.token = token
  }
}
