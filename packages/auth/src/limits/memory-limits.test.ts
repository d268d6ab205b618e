import { describe, expect, it, vi } from 'vitest'
import { createMemoryLimits } from './memory-limits.ts'
import type { RateLimitedError } from './limits.ts'
import { defaultRateLimits } from './rate-limits.ts'

const max = { account: 3, network: 6 }
const withWindow = (window: number) => ({
  ...defaultRateLimits,
  passwordAttempt: { ...defaultRateLimits.passwordAttempt, max, window },
})

/** Tries a password; returns `null` when the try is within its limits, else the refusal. */
function attempts(window = 60_000) {
  const limits = createMemoryLimits(withWindow(window))
  return async (account: string, network = '203.0.113.7') =>
    limits.consume('passwordAttempt', { account, network }).then(
      () => null,
      (refusal: RateLimitedError) => refusal,
    )
}

const keys = { account: 'ada', network: '203.0.113.7' }

describe('createMemoryLimits', () => {
  it('counts concurrent calls exactly', async () => {
    const attempt = attempts()
    const refusals = await Promise.all(Array.from({ length: 10 }, () => attempt('ada')))
    expect(refusals.filter((refusal) => refusal === null)).toHaveLength(3)
    expect(refusals.filter((refusal) => refusal?.retryAfter === 60)).toHaveLength(7)
    // Three pass, the account refuses three, the network the rest; each marks the first that it refuses.
    expect(refusals.filter((refusal) => refusal?.isFirst)).toHaveLength(2)
  })

  it('counts one network over all accounts', async () => {
    const attempt = attempts()
    const refusals = await Promise.all(Array.from({ length: 10 }, (_, index) => attempt(`user-${index}`)))
    expect(refusals.filter((refusal) => refusal === null)).toHaveLength(6)
    expect(await attempt('user-1', '203.0.113.8')).toBeNull()
  })

  it('does not count a password attempt that succeeds', async () => {
    const limits = createMemoryLimits(withWindow(60_000))
    for (let times = 0; times < 20; times += 1) await (await limits.consume('passwordAttempt', keys)).succeed()
  })

  it('gives back no more than was counted', async () => {
    const limits = createMemoryLimits(withWindow(60_000))
    const consumption = await limits.consume('passwordAttempt', keys)
    for (let times = 0; times < 5; times += 1) {
      await consumption.cancel()
      await consumption.succeed()
    }
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => limits.consume('passwordAttempt', keys)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  })

  it('limits the second window as it limits the first', async () => {
    const attempt = attempts(1000)
    const exhaust = () => Promise.all(Array.from({ length: 5 }, () => attempt('ada')))
    expect((await exhaust()).filter((refusal) => refusal === null)).toHaveLength(3)
    // The library reads the clock of the machine, so the call is repeated until the window is over.
    const first = await vi.waitUntil(async () => ((await attempt('ada')) === null ? 'allowed' : null), {
      timeout: 5000,
    })
    expect(first).toBe('allowed')
    expect((await exhaust()).filter((refusal) => refusal === null)).toHaveLength(2)
  })

  it('gives back only the user code that belongs to a device', async () => {
    const limits = createMemoryLimits({
      ...defaultRateLimits,
      userCode: { ...defaultRateLimits.userCode, max: { user: 2 } },
    })
    const consume = () => limits.consume('userCode', { user: 'ada' })
    await consume()
    for (let times = 0; times < 5; times += 1) await (await consume()).succeed()
    await consume()
    await expect(consume()).rejects.toMatchObject({ code: 'RATE_LIMITED', isFirst: true })
    await expect(consume()).rejects.toMatchObject({ isFirst: false })
  })
})
