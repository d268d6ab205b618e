import { describe, expect, it } from 'vitest'
import { day, hour, minute } from '../core/duration.ts'
import { HandSetClock } from '../testing/clock.ts'
import { createMemoryStores } from '../testing/memory/memory-stores.ts'
import { createLimits } from './create-limits.ts'
import { RateLimitedError } from './limits.ts'
import { defaultRateLimits, type RateLimit, type RateLimitKey } from './rate-limits.ts'

/** More networks of one block than its bounds need to be full. */
const networks = Array.from({ length: 40 }, (_, index) => index)
const victim = 'ada@example.com'

function defaults() {
  const clock = new HandSetClock()
  const limits = createLimits({ store: createMemoryStores().rateLimits, now: clock.now })
  const isAllowed = async (call: Promise<unknown>): Promise<boolean> => {
    try {
      await call
      return true
    } catch (error) {
      if (error instanceof RateLimitedError) return false
      throw error
    }
  }
  return {
    clock,
    mail: (recipient: string, network: string) => isAllowed(limits.consume('mail', { recipient, network })),
    wrongCode: (network: string) => isAllowed(limits.consume('mailedCode', { network })),
  }
}

/** Returns how many calls are allowed until one is refused. */
async function allowed(call: () => Promise<boolean>): Promise<number> {
  let count = 0
  // oxlint-disable-next-line no-await-in-loop -- until one is refused
  while (await call()) count += 1
  return count
}

function inAll({ bounds }: RateLimit, by: RateLimitKey = 'all'): number {
  return Math.max(...bounds.filter((bound) => bound.by === by).map(({ max }) => max))
}

describe('mails that strangers ask for', () => {
  it('to one address, from all of one block and from a network of another, leave some to its owner', async () => {
    const { clock, mail } = defaults()
    for (let time = 0; time < day; time += 15 * minute) {
      for (const network of networks) await allowed(() => mail(victim, `203.0.113.${network}`))
      await allowed(() => mail(victim, '198.51.100.1'))
      expect(await mail(victim, '192.0.2.1')).toBe(true)
      clock.advance(15 * minute)
    }
  })

  it('to one address, from two blocks with two windows each in one of the address, leave some to its owner', async () => {
    const { clock, mail } = defaults()
    const blocks = ['203.0.113', '198.51.100']
    const attack = async () => {
      for (const block of blocks) {
        for (const network of networks) await allowed(() => mail(victim, `${block}.${network}`))
      }
    }
    await mail(victim, '192.0.2.1')
    clock.advance(50 * minute)
    for (const block of blocks) await mail(victim, `${block}.1`)
    clock.advance(11 * minute)
    // The window of the address begins anew here, those of the blocks 49 minutes later.
    await mail(victim, '192.0.2.1')
    clock.advance(48 * minute)
    await attack()
    clock.advance(2 * minute)
    await attack()
    expect(await mail(victim, '192.0.2.1')).toBe(true)
  })

  it('are five in an hour from one network to one address, and thirty in all', async () => {
    const { mail } = defaults()
    expect(await allowed(() => mail(victim, '203.0.113.1'))).toBe(5)
    for (const network of networks) await allowed(() => mail(victim, `198.51.${network}.1`))
    expect(await mail(victim, '192.0.2.1')).toBe(false)
    expect(inAll(defaultRateLimits.mail, 'recipient')).toBe(30)
  })

  it('use up what the server sends from ten blocks at least', async () => {
    const { clock, mail } = defaults()
    let sent = 0
    for (let time = 0; time < hour; time += 15 * minute) {
      for (const network of networks) {
        sent += await allowed(() => mail(`${sent}-${network}-${time}@example.com`, `203.0.113.${network}`))
      }
      clock.advance(15 * minute)
    }
    expect(sent).toBeGreaterThan(0)
    expect(inAll(defaultRateLimits.mail) / sent).toBeGreaterThanOrEqual(10)
  })
})

describe('wrong codes', () => {
  it('use up what the server takes from twenty blocks at least', async () => {
    const { clock, wrongCode } = defaults()
    let tried = 0
    for (let time = 0; time < day; time += 15 * minute) {
      for (const network of networks) tried += await allowed(() => wrongCode(`203.0.113.${network}`))
      clock.advance(15 * minute)
    }
    expect(tried).toBeGreaterThan(0)
    expect(inAll(defaultRateLimits.mailedCode) / tried).toBeGreaterThanOrEqual(20)
  })

  it('are guessed in a day with a chance below one in a million', () => {
    expect(inAll(defaultRateLimits.mailedCode) / 20 ** 8).toBeLessThan(1e-6)
  })
})
