import { AuthError } from '../core/auth-error.ts'
import type { KeysOf, RateLimitName } from './rate-limits.ts'

/** Counts calls against the limits of `rate-limits.ts`. */
export interface Limits {
  /**
   * Atomic: counts one call under each key of the limit, the network first.
   *
   * @throws RateLimitedError when one of the keys is over its maximum
   */
  consume<Name extends RateLimitName>(name: Name, keys: KeysOf<Name>): Promise<Consumption>
}

/** A call that was counted. */
export interface Consumption {
  /** The call succeeded: gives back what the limit says of successes. */
  succeed(): Promise<void>

  /** The call was not made for want of capacity: it does not count against the account. Against the network it does. */
  cancel(): Promise<void>
}

/** A call over a rate limit: an `AuthError` with code `RATE_LIMITED`. */
export class RateLimitedError extends AuthError {
  /** Whether it is the first call that this key's maximum refuses in its window. */
  readonly isFirst: boolean

  constructor(retryAfter: number, isFirst: boolean) {
    super('RATE_LIMITED', retryAfter)
    this.isFirst = isFirst
  }
}
