import { expect, it } from 'vitest'
import { after, second } from '../core/duration.ts'
import { start } from '../testing/fixtures.ts'
import type { GrantHash } from './grant.ts'
import { PollingPace } from './polling-pace.ts'

const hash = (name: string) => name as GrantHash

it('says that a device polls too fast by its own last poll', () => {
  const pace = new PollingPace(4 * second)
  expect(pace.isTooFast(hash('a'), start)).toBe(false)
  expect(pace.isTooFast(hash('b'), after(start, 1))).toBe(false)
  expect(pace.isTooFast(hash('a'), after(start, 4 * second - 1))).toBe(true)
  expect(pace.isTooFast(hash('a'), after(start, 7 * second))).toBe(true)
  expect(pace.isTooFast(hash('a'), after(start, 11 * second))).toBe(false)
})

it('remembers a device after ten thousand others, and forgets those after the interval', () => {
  const pace = new PollingPace(4 * second)
  for (let index = 0; index < 10_000; index += 1) pace.isTooFast(hash(`old-${index}`), start)
  expect(pace.isTooFast(hash('a'), after(start, 4 * second))).toBe(false)
  expect(pace.isTooFast(hash('a'), after(start, 5 * second))).toBe(true)
  // The entries of the older generation are gone.
  expect(pace.isTooFast(hash('old-1'), after(start, 5 * second))).toBe(false)
})

it('takes the same time however many devices poll', () => {
  const pace = new PollingPace(4 * second)
  for (let index = 0; index < 11_000; index += 1) pace.isTooFast(hash(`device-${index}`), start)
  let looks = 0
  const now = Object.assign(after(start, 1), { valueOf: () => (looks += 1) && start.getTime() + 1 })
  expect(pace.isTooFast(hash('device-7'), now)).toBe(true)
  expect(looks).toBeLessThan(10)
})
