/** What a count is about. In memory the counts of each kind make room for each other, and for no other kind. */
export const countKinds = ['all', 'network', 'account', 'recipient', 'user', 'device'] as const

export type CountKind = (typeof countKinds)[number]

/** A key that calls are counted under. */
export interface CountedKey {
  readonly kind: CountKind
  /** Apart from every other key. It may contain an email address, so what leaves the process is a hash of it. */
  readonly key: string
  readonly max: number
  /** Milliseconds from the first call that is counted. */
  readonly window: number
}

/** The calls that are counted under a key in its window. */
export interface CallCount {
  readonly points: number
  /** When the window ends, in milliseconds. */
  readonly expiresAt: number
}

export interface Tally {
  /** Whether the call was counted. It was not if one of its keys was at its maximum. */
  readonly isCounted: boolean
  /** What is counted under each key, in their order, with this call if it was counted. */
  readonly counts: readonly CallCount[]
}

/**
 * Counts calls, those of all servers together. A method throws `StoreUnavailableError` where what is shared can't be reached.
 */
export interface CallCounts {
  /**
   * Returns what is counted under a key, as far as this process knows without asking; `null` where it knows nothing. What a
   * full key refuses asks no other server and no database.
   */
  peek(key: CountedKey, now: Date): CallCount | null

  /**
   * Atomic: counts a call under every key, or under none if one is at its maximum. Of concurrent calls each is returned
   * counts of its own. The first call under a key begins its window.
   */
  count(keys: readonly CountedKey[], now: Date): Promise<Tally>

  /** Takes one call off each key, never below none. */
  giveBack(keys: readonly CountedKey[], now: Date): Promise<void>

  /** Forgets what is counted under each key. */
  forget(keys: readonly CountedKey[]): Promise<void>

  /** Deletes at most `limit` counts whose window is over, where they do not vanish by themselves; returns how many. */
  sweep(now: Date, limit: number): Promise<number>
}
