import type { FailureEntries } from '../events/event-record.ts'

/** The SHA-256 of what a count is kept under: an address that was typed is not stored. */
export type RateLimitHash = string & { readonly __hashOf: 'rate limit' }

/** The failures of one window. */
export interface StoredCount {
  readonly count: number
  readonly expiresAt: Date
}

/** Stores the failed attempts that protect accounts, so that they outlive a restart. */
export interface RateLimitStore {
  /** Returns the count under each key whose window is not over at `now`, in the order of the keys; `null` for one without. */
  find(keys: readonly RateLimitHash[], now: Date): Promise<readonly (StoredCount | null)[]>

  /**
   * Atomic: adds one to the count under each key, and appends the kept entries. A key without a count, or whose window is
   * over at `now`, begins a window that ends at its `expiresAt`; so does one whose stored window ends later than that
   * by more than `maxClockDifference`, because the clock was set back. Entries to discard are appended and taken back, at the cost of kept ones.
   */
  add(
    counts: readonly { readonly key: RateLimitHash; readonly expiresAt: Date }[],
    now: Date,
    entries: FailureEntries,
  ): Promise<void>

  /** Deletes the counts under these keys. */
  delete(keys: readonly RateLimitHash[]): Promise<void>

  /** Deletes at most `limit` counts whose window is over at `now`; returns how many. */
  deleteExpired(now: Date, limit: number): Promise<number>
}
