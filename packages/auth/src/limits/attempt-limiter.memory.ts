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
      const waits = await Promise.all([
        waitFor(perAccount, accountKey(account, ip)),
        waitFor(perNetwork, networkOf(ip)),
      ])
      const wait = Math.max(...waits)
      return wait === 0 ? null : wait
    },
    async refund({ account, ip }) {
      await Promise.all([perAccount.reward(accountKey(account, ip)), perNetwork.reward(networkOf(ip))])
    },
    async forgive({ account, ip }) {
      await perAccount.delete(accountKey(account, ip))
      await perNetwork.reward(networkOf(ip))
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
