export interface AttemptLimiter {
  /**
   * Atomic: counts one attempt under each key. `null` when all are within their limits.
   */
  attempt(keys: AttemptKeys): Promise<Limited | null>

  /** The attempt was never made: it doesn't count against the account. Against the network it does. */
  refund(keys: AttemptKeys): Promise<void>

  /** The attempt was a person with the right password: what failed before from there is forgotten too. */
  forgive(keys: AttemptKeys): Promise<void>
}

/** An attempt too many. */
export interface Limited {
  /** Whole seconds until another try makes sense. */
  readonly wait: number
  /** The first that this limit refuses in its window. */
  readonly first: boolean
}

export interface AttemptKeys {
  /** Whose password is being tried: a canonical e-mail or a user id. */
  readonly account: string
  /** Where from. */
  readonly ip: string | null
}

export interface AttemptLimits {
  /** Attempts against one account from one network in a window. */
  readonly perAccount: number
  /** Attempts from one network, against whatever accounts, in a window. */
  readonly perNetwork: number
  /** Milliseconds. */
  readonly window: number
}
