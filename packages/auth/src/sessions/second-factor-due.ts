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

  /** Where the browser goes afterwards, as it said before it went to a provider; `null` where it did not. */
  readonly returnTo: string | null

  constructor(attempt: SignInAttempt, token: SignInAttemptToken, returnTo: string | null = null) {
    super('SECOND_FACTOR_DUE')
    this.returnTo = returnTo
    this.attempt = attempt
    this.token = token
  }
}
