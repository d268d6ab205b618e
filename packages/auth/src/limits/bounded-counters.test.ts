import { expect, it } from 'vitest'
import { BoundedCounters } from './bounded-counters.ts'

it('counts a window, and then the next', () => {
  const counters = new BoundedCounters(10)
  expect(counters.get('a', 0)).toBeNull()
  counters.increment('a', 100, 0)
  expect(counters.increment('a', 100, 99)).toEqual({ points: 2, expiresAt: 100 })
  expect(counters.get('a', 100)).toBeNull()
  expect(counters.increment('a', 100, 100)).toEqual({ points: 1, expiresAt: 200 })
})

it('forgets the oldest window beyond its maximum', () => {
  const counters = new BoundedCounters(3)
  for (const key of ['a', 'b', 'c']) counters.increment(key, 100, 0)
  counters.increment('a', 100, 1)
  counters.increment('d', 100, 2)
  expect(['a', 'b', 'c', 'd'].map((key) => counters.get(key, 3)?.points ?? 0)).toEqual([0, 1, 1, 1])
  expect(counters.size).toBe(3)
})

it('frees the space of windows that are over as others begin', () => {
  const counters = new BoundedCounters(1000)
  for (let index = 0; index < 500; index += 1) counters.increment(`old-${index}`, 100, 0)
  for (let index = 0; index < 400; index += 1) counters.increment(`new-${index}`, 100, 100)
  expect(counters.size).toBe(400)
})

it('never goes below zero, and keeps no count of zero', () => {
  const counters = new BoundedCounters(3)
  counters.increment('a', 100, 0)
  counters.decrement('a', 1)
  counters.decrement('a', 2)
  expect(counters.size).toBe(0)
  expect(counters.increment('a', 100, 3).points).toBe(1)
})
