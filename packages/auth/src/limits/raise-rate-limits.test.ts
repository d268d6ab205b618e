import { expect, it } from 'vitest'
import { minute } from '../core/duration.ts'
import { raiseRateLimits } from './raise-rate-limits.ts'
import { defaultRateLimits, type RateLimitName, type RateLimits } from './rate-limits.ts'

const maximaOf = (limits: RateLimits, name: RateLimitName) => limits[name].bounds.map(({ by, max }) => [by, max])

it('returns the defaults for the numbers of the defaults', () => {
  expect(raiseRateLimits({ perAccount: 10, perNetwork: 200, window: 15 * minute })).toEqual(defaultRateLimits)
})

it('raises what goes with the numbers that an operator raised', () => {
  const limits = raiseRateLimits({ perAccount: 1000, perNetwork: 2000, window: minute })
  expect(maximaOf(limits, 'passwordAttempt')).toEqual([
    ['block', 10_000],
    ['network', 2000],
    ['accountAnywhere', 10_000],
    ['account', 1000],
    ['browsers', 5000],
    ['browser', 1000],
  ])
  expect(limits.passwordAttempt.bounds.map(({ window }) => window / minute)).toEqual([1, 1, 60, 1, 60, 1])
  expect([maximaOf(limits, 'signIn'), maximaOf(limits, 'stepUp'), maximaOf(limits, 'refresh')]).toEqual([
    [['user', 50_000]],
    [['user', 50_000]],
    [['session', 30_000]],
  ])
  expect(maximaOf(limits, 'unknownToken')).toEqual([
    ['block', 15_000],
    ['network', 3000],
  ])
  expect(limits.consent).toEqual(defaultRateLimits.consent)
})

it('lowers nothing but the numbers that an operator chose', () => {
  const limits = raiseRateLimits({ perAccount: 3, perNetwork: 20, window: 15 * minute })
  expect(Object.fromEntries(maximaOf(limits, 'passwordAttempt'))).toEqual({
    block: 1000,
    network: 20,
    accountAnywhere: 100,
    account: 3,
    browsers: 50,
    browser: 3,
  })
  expect(maximaOf(limits, 'signIn')).toEqual([['user', 500]])
})
