import { expect, it } from 'vitest'
import { after, second } from '../core/duration.ts'
import { createMemoryCallCounts } from '../limits/memory-call-counts.ts'
import { start } from '../testing/fixtures.ts'
import type { GrantHash } from './grant.ts'
import { PollingPace } from './polling-pace.ts'

const hash = (name: string) => name as GrantHash
const startPace = (): PollingPace => new PollingPace(createMemoryCallCounts(), 4 * second)

it('says that a device polls too fast by its own last poll', async () => {
  const pace = startPace()
  expect(await pace.isTooFast(hash('a'), start)).toBe(false)
  expect(await pace.isTooFast(hash('b'), after(start, 1))).toBe(false)
  expect(await pace.isTooFast(hash('a'), after(start, 1))).toBe(true)
  expect(await pace.isTooFast(hash('a'), after(start, 4 * second - 1))).toBe(true)
  expect(await pace.isTooFast(hash('a'), after(start, 4 * second))).toBe(false)
  expect(await pace.isTooFast(hash('a'), after(start, 4 * second + 1))).toBe(true)
})

it('remembers a device after ten thousand others', async () => {
  const pace = startPace()
  expect(await pace.isTooFast(hash('a'), start)).toBe(false)
  for (let index = 0; index < 10_000; index += 1) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one after the other is the point
    await pace.isTooFast(hash(`other-${index}`), start)
  }
  expect(await pace.isTooFast(hash('a'), after(start, second))).toBe(true)
})
