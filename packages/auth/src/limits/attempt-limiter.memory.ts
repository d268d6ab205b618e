import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { minute, second } from '../duration.ts'
import type { AttemptLimiter, AttemptLimits, Limited } from './attempt-limiter.ts'
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
      return (await consume(perNetwork, networkOf(ip))) ?? (await consume(perAccount, accountKey(account, ip)))
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

/** Takes one point; `null` when there was one left. */
async function consume(limiter: RateLimiterMemory, key: string): Promise<Limited | null> {
  try {
    await limiter.consume(key)
    return null
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection
    const wait = Math.max(1, Math.ceil(rejection.msBeforeNext / second))
    return { wait, first: rejection.consumedPoints === limiter.points + 1 }
  }
}

/** Never below nothing: what was counted in a window that is over is gone with it. */
async function giveBack(limiter: RateLimiterMemory, key: string): Promise<void> {
  const counted = await limiter.get(key)
  if (counted !== null && counted.consumedPoints > 0) await limiter.reward(key)
}
