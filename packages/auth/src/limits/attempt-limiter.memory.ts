import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { minute, second } from '../duration.ts'
import type { AttemptLimiter, AttemptLimits } from './attempt-limiter.ts'
import { networkOf } from './network-of.ts'

export const defaultAttemptLimits: AttemptLimits = { perAccount: 10, perNetwork: 200, window: 15 * minute }

/**
 * Counts in the memory of one process. There is no limit on an account over all networks: it would let anyone lock
 * anyone out (OWASP ASVS 5.0, 6.1.1).
 */
export function createMemoryAttemptLimiter(limits: AttemptLimits = defaultAttemptLimits): AttemptLimiter {
  const duration = limits.window / second
  const perAccount = new RateLimiterMemory({ keyPrefix: 'account', points: limits.perAccount, duration })
  const perNetwork = new RateLimiterMemory({ keyPrefix: 'network', points: limits.perNetwork, duration })

  return {
    async attempt({ account, ip }) {
      // The network first: what it is refused anyway makes no new entry.
      const wait = (await waitFor(perNetwork, networkOf(ip))) || (await waitFor(perAccount, accountKey(account, ip)))
      return wait === 0 ? null : wait
    },
    async refund({ account, ip }) {
      await giveBack(perAccount, accountKey(account, ip))
    },
    async forgive({ account, ip }) {
      await perAccount.delete(accountKey(account, ip))
      await giveBack(perNetwork, networkOf(ip))
    },
  }
}

const accountKey = (account: string, ip: string | null): string => `${networkOf(ip)} ${account}`

/** Consumes one point; whole seconds to wait, 0 when there was one left. */
async function waitFor(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key)
    return 0
  } catch (rejection) {
    if (rejection instanceof RateLimiterRes) return Math.max(1, Math.ceil(rejection.msBeforeNext / second))
    throw rejection
  }
}

/** Never below nothing: what was counted in a window that is over is gone with it. */
async function giveBack(limiter: RateLimiterMemory, key: string): Promise<void> {
  const counted = await limiter.get(key)
  if (counted !== null && counted.consumedPoints > 0) await limiter.reward(key)
}
