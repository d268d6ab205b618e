import {
  defaultRateLimits,
  type RateLimit,
  type RateLimitKey,
  type RateLimitName,
  type RateLimits,
} from './rate-limits.ts'

/** The numbers of `passwordAttempt` that an operator chooses. */
export interface PasswordAttemptNumbers {
  readonly perAccount: number
  readonly perNetwork: number
  /** Milliseconds. */
  readonly window: number
}

const networkKeys: ReadonlySet<RateLimitKey> = new Set(['block', 'network'])
/** Limits on what a load test does as often as it signs in. */
const raisedWithAttempts: readonly RateLimitName[] = ['signIn', 'stepUp', 'refresh', 'unknownToken']

/**
 * Returns the limits of a server whose operator chose the numbers of `passwordAttempt`. The bounds that go with them are
 * raised by the same factors, and never lowered: those by block and network as `perNetwork`, all others as `perAccount`.
 */
export function raiseRateLimits({ perAccount, perNetwork, window }: PasswordAttemptNumbers): RateLimits {
  const defaults = { account: maxOf('account'), network: maxOf('network') }
  const factors = {
    account: Math.max(1, perAccount / defaults.account),
    network: Math.max(1, perNetwork / defaults.network),
  }
  const raise = ({ bounds, ...limit }: RateLimit): RateLimit => ({
    ...limit,
    bounds: bounds.map((bound) => {
      const factor = networkKeys.has(bound.by) ? factors.network : factors.account
      return { ...bound, max: Math.ceil(bound.max * factor) }
    }),
  })
  const chosen: Partial<Record<RateLimitKey, number>> = {
    account: perAccount,
    browser: perAccount,
    network: perNetwork,
  }
  const attempt = raise(defaultRateLimits.passwordAttempt)
  const passwordAttempt = {
    ...attempt,
    bounds: attempt.bounds.map(({ by, max, window: unchanged }) => {
      const isOfWindow = by !== 'accountAnywhere' && by !== 'browsers'
      return { by, max: chosen[by] ?? max, window: isOfWindow ? window : unchanged }
    }),
  }
  const others = raisedWithAttempts.map((name) => [name, raise(defaultRateLimits[name])] as const)
  return { ...defaultRateLimits, ...Object.fromEntries(others), passwordAttempt }
}

function maxOf(key: RateLimitKey): number {
  return defaultRateLimits.passwordAttempt.bounds.find(({ by }) => by === key)?.max ?? 1
}
