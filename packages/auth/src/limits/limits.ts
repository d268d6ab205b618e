import { AuthError } from '../core/auth-error.ts'
import type { FailureEntries } from '../events/event-record.ts'
import type { RateLimitKey, RateLimitName, SubjectOf } from './rate-limits.ts'

/** Counts calls against the limits of `rate-limits.ts`. */
export interface Limits {
  /**
   * Atomic within a process: looks at every key of the limit, the widest first, and counts the call under all of them or
   * none. A call in flight counts.
   *
   * @throws RateLimitedError when one of the keys is at its maximum
   */
  consume<Name extends RateLimitName>(name: Name, subject: SubjectOf<Name>): Promise<Consumption>

  /** Deletes a batch of stored counts whose window is over; returns whether there may be more. */
  sweep(): Promise<boolean>
}

/** A call that was counted. Its outcome is told once; what is told afterwards changes nothing. */
export interface Consumption {
  /** The call succeeded: gives back what the limit says of successes. Writes only where a failure was stored before. */
  succeed(): Promise<void>

  /**
   * The attempt failed: stores the counts that protect an account, and appends the events that record the failure, in one
   * transaction. When that throws, the failure still counts in the memory of this process.
   */
  fail(entries: FailureEntries): Promise<void>

  /** The call was not made for want of capacity: it does not count against the account. Against the network it does. */
  cancel(): Promise<void>
}

/** A call over a rate limit: an `AuthError` with code `RATE_LIMITED`. */
export class RateLimitedError extends AuthError {
  /** The key that refused the call. */
  readonly by: RateLimitKey
  /** Whether it is the first call that this key's maximum refuses in its window. */
  readonly isFirst: boolean
  /** Stores that the key refused a call, and appends the events that record it, in one transaction. */
  readonly store: (entries: FailureEntries) => Promise<void>

  constructor({
    by,
    retryAfter,
    isFirst,
    store,
  }: Pick<RateLimitedError, 'by' | 'isFirst' | 'store'> & { readonly retryAfter: number }) {
    super('RATE_LIMITED', retryAfter)
    this.by = by
    this.isFirst = isFirst
    this.store = store
  }
}
