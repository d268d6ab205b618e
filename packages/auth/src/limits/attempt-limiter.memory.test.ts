import { describe, expect, it, vi } from 'vitest'
import { createMemoryAttemptLimiter } from './attempt-limiter.memory.ts'
import type { Limited } from './attempt-limiter.ts'

const limits = { perAccount: 3, perNetwork: 6, window: 60_000 }

describe('attempt limiter', () => {
  it('counts attempts that come at once exactly', async () => {
    const limiter = createMemoryAttemptLimiter(limits)
    const waits = await Promise.all(
      Array.from({ length: 10 }, () => limiter.attempt({ account: 'ada', ip: '203.0.113.7' })),
    )
    expect(waits.filter((wait) => wait === null)).toHaveLength(3)
    expect(waits.filter((limited) => limited?.wait === 60)).toHaveLength(7)
    // Three pass, the account refuses three, the network the rest: each says once that it begins to.
    expect(waits.filter((limited) => limited?.first)).toHaveLength(2)
  })

  it('counts one network over all accounts', async () => {
    const limiter = createMemoryAttemptLimiter(limits)
    const waits = await Promise.all(
      Array.from({ length: 10 }, (_, index) => limiter.attempt({ account: `user-${index}`, ip: '203.0.113.7' })),
    )
    expect(waits.filter((wait) => wait === null)).toHaveLength(6)
    expect(await limiter.attempt({ account: 'user-1', ip: '203.0.113.8' })).toBeNull()
  })

  it('forgets an attempt that is forgiven', async () => {
    const limiter = createMemoryAttemptLimiter(limits)
    const keys = { account: 'ada', ip: '203.0.113.7' }
    for (let times = 0; times < 20; times += 1) {
      expect(await limiter.attempt(keys)).toBeNull()
      await limiter.forgive(keys)
    }
  })

  it('gives back no more than was taken', async () => {
    const limiter = createMemoryAttemptLimiter(limits)
    const keys = { account: 'ada', ip: '203.0.113.7' }
    await limiter.attempt(keys)
    await limiter.forgive(keys)
    for (let times = 0; times < 10; times += 1) {
      await limiter.refund(keys)
      await limiter.forgive(keys)
    }
    const waits = await Promise.all(Array.from({ length: 10 }, () => limiter.attempt(keys)))
    expect(waits.filter((wait) => wait === null)).toHaveLength(3)
  })

  it('keeps counting in the window after the first', async () => {
    const limiter = createMemoryAttemptLimiter({ ...limits, window: 1000 })
    const attempt = () => limiter.attempt({ account: 'ada', ip: '203.0.113.7' })
    const exhaust = async (): Promise<readonly (Limited | null)[]> => Promise.all(Array.from({ length: 5 }, attempt))
    expect((await exhaust()).filter((wait) => wait === null)).toHaveLength(3)
    // The library's clock is the machine's: ask until the window is over.
    const first = await vi.waitUntil(async () => ((await attempt()) === null ? 'allowed' : null), { timeout: 5000 })
    expect(first).toBe('allowed')
    expect((await exhaust()).filter((wait) => wait === null)).toHaveLength(2)
  })
})
