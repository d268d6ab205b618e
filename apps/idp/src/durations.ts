const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** How long the provider's records live, and how slow its slow token endpoints are. All in milliseconds. */
export interface Durations {
  /** Lifetime of an authorization request that waits for the choice of an account. */
  readonly interactionMs: number
  /** Lifetime of an authorization code. */
  readonly codeMs: number
  /** Lifetime of a grant and of its tokens. It must be longer than that of a code. */
  readonly grantMs: number
  /** Delay of the response of `token-slow`. */
  readonly slowResponseMs: number
  /** Interval between two bytes of `token-drip`. */
  readonly dripIntervalMs: number
}

export const defaultDurations: Durations = {
  interactionMs: 15 * minute,
  codeMs: minute,
  grantMs: hour,
  slowResponseMs: 30 * second,
  dripIntervalMs: second,
}
