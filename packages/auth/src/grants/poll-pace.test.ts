import { expect, it } from 'vitest'
import { after, second } from '../duration.ts'
import { start } from '../testing.ts'
import type { GrantHash } from './grant.ts'
import { PollPace } from './poll-pace.ts'

const hash = (name: string) => name as GrantHash

it('tells a device that asks too often, each by itself, by when it asked last', () => {
  const pace = new PollPace(4 * second)
  expect(pace.isTooFast(hash('a'), start)).toBe(false)
  expect(pace.isTooFast(hash('b'), after(start, 1))).toBe(false)
  expect(pace.isTooFast(hash('a'), after(start, 4 * second - 1))).toBe(true)
  expect(pace.isTooFast(hash('a'), after(start, 7 * second))).toBe(true)
  expect(pace.isTooFast(hash('a'), after(start, 11 * second))).toBe(false)
})

it('still knows a device after ten thousand others', () => {
  const pace = new PollPace(4 * second)
  for (let index = 0; index < 10_000; index += 1) pace.isTooFast(hash(`old-${index}`), start)
  expect(pace.isTooFast(hash('a'), after(start, 4 * second))).toBe(false)
  expect(pace.isTooFast(hash('a'), after(start, 5 * second))).toBe(true)
  // It has let the others go.
  expect(pace.isTooFast(hash('old-1'), after(start, 5 * second))).toBe(false)
})

it('looks at no other device, however many poll at once', () => {
  const pace = new PollPace(4 * second)
  for (let index = 0; index < 11_000; index += 1) pace.isTooFast(hash(`device-${index}`), start)
  let looks = 0
  const now = Object.assign(after(start, 1), { valueOf: () => (looks += 1) && start.getTime() + 1 })
  expect(pace.isTooFast(hash('device-7'), now)).toBe(true)
  expect(looks).toBeLessThan(10)
})
