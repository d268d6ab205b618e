import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { minute } from '../core/duration.ts'
import { BoundedCounters, maxCounters } from './bounded-counters.ts'

const mebibyte = 1024 * 1024

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function heapUsed(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

it('200,000 networks that each sign up with an address of its own cost less than 20 MB', { timeout: 60_000 }, () => {
  const [networks, accounts] = [new BoundedCounters(maxCounters), new BoundedCounters(maxCounters)]
  const before = heapUsed()
  for (let index = 0; index < 200_000; index += 1) {
    // Each in a block of its own, which costs the most.
    const block = `10.${index >> 8}.${index & 255}`
    const account = `an-address-that-is-rather-long-${index}@example.com`
    networks.increment(`0:${block}.0/24`, 15 * minute, 0)
    networks.increment(`1:${block}.7`, 15 * minute, 0)
    accounts.increment(`2:${account}`, 60 * minute, 0)
    accounts.increment(`3:${block}.7 ${account}`, 15 * minute, 0)
  }
  expect((heapUsed() - before) / mebibyte).toBeLessThan(20)
  expect(networks.size + accounts.size).toBeGreaterThan(maxCounters)
})
