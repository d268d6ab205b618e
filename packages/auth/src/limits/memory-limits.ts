import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { second } from '../core/duration.ts'
import { networkOf } from '../core/network.ts'
import { type Limits, RateLimitedError } from './limits.ts'
import {
  defaultRateLimits,
  type RateLimit,
  type RateLimitKeys,
  type RateLimitName,
  type RateLimits,
} from './rate-limits.ts'

/** The network comes first: a call that it refuses adds no entry for an account. */
const keyOrder = ['network', 'account', 'user'] as const satisfies readonly (keyof RateLimitKeys)[]

interface Counter {
  readonly key: keyof RateLimitKeys
  readonly limiter: RateLimiterMemory
}

/** Returns limits that are counted in the memory of one process. */
export function createMemoryLimits(rateLimits: RateLimits = defaultRateLimits): Limits {
  const counters = new Map<RateLimitName, readonly Counter[]>()
  for (const name of Object.keys(rateLimits) as RateLimitName[]) counters.set(name, countersOf(rateLimits[name]))

  return {
    async consume(name, keys) {
      const counted = (counters.get(name) ?? []).map(({ key, limiter }) => ({ key, limiter, text: keyText(key, keys) }))
      for (const { limiter, text } of counted) {
        // oxlint-disable-next-line eslint/no-await-in-loop -- in order: an account is not counted when its network is refused
        await consumeOne(limiter, text)
      }
      const { success } = rateLimits[name]
      return {
        async succeed() {
          if (success === 'nothing') return
          for (const { key, limiter, text } of counted) {
            // oxlint-disable-next-line eslint/no-await-in-loop -- in memory: nothing is waited for
            await (success === 'everything' && key === 'account' ? limiter.delete(text) : giveBack(limiter, text))
          }
        },
        async cancel() {
          const account = counted.find(({ key }) => key === 'account')
          if (account !== undefined) await giveBack(account.limiter, account.text)
        },
      }
    },
  }
}

function countersOf({ max, window }: RateLimit): readonly Counter[] {
  return keyOrder.flatMap((key) => {
    const points = max[key]
    if (points === undefined) return []
    return [{ key, limiter: new RateLimiterMemory({ keyPrefix: key, points, duration: window / second }) }]
  })
}

function keyText(
  key: keyof RateLimitKeys,
  { account = '', network = null, user = '' }: Partial<RateLimitKeys>,
): string {
  if (key === 'user') return user
  return key === 'network' ? networkOf(network) : `${networkOf(network)} ${account}`
}

/** @throws RateLimitedError when the key has no point left */
async function consumeOne(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection
    const retryAfter = Math.max(1, Math.ceil(rejection.msBeforeNext / second))
    throw new RateLimitedError(retryAfter, rejection.consumedPoints === limiter.points + 1)
  }
}

/** Never gives back more than was counted: the count of a window that is over is gone with it. */
async function giveBack(limiter: RateLimiterMemory, key: string): Promise<void> {
  const counted = await limiter.get(key)
  if (counted !== null && counted.consumedPoints > 0) await limiter.reward(key)
}
