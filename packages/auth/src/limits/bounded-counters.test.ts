import { expect, it } from 'vitest'
import { BoundedCounters } from './bounded-counters.ts'

it('counts a window, and then the next', () => {
  const counters = new BoundedCounters(10)
  expect(counters.get('a', 100, 0)).toBeNull()
  counters.increment('a', 100, 0)
  expect(counters.increment('a', 100, 99)).toEqual({ points: 2, expiresAt: 100 })
  expect(counters.get('a', 100, 100)).toBeNull()
  expect(counters.increment('a', 100, 100)).toEqual({ points: 1, expiresAt: 200 })
})

it('begins another window where the clock was set back', () => {
  const counters = new BoundedCounters(10)
  counters.increment('a', 100, 1000)
  expect(counters.get('a', 100, 1000)).toEqual({ points: 1, expiresAt: 1100 })
  expect(counters.get('a', 100, 999)).toBeNull()
  expect(counters.decrement('a', 100, 999)).toBeNull()
  expect(counters.increment('a', 100, 0)).toEqual({ points: 1, expiresAt: 100 })
})

it('forgets what was counted longest ago, and keeps within its maximum', () => {
  const counters = new BoundedCounters(6)
  const pointsOf = (keys: string) => keys.split('').map((key) => counters.get(key, 100, 1)?.points ?? 0)
  for (const key of 'abcdef') counters.increment(key, 100, 0)
  expect(pointsOf('abcdef')).toEqual([1, 1, 1, 1, 1, 1])
  // Counted again, it is among the latest.
  counters.increment('a', 100, 0)
  counters.increment('g', 100, 0)
  expect(pointsOf('abcdefg')).toEqual([2, 0, 0, 1, 1, 1, 1])
  for (let index = 0; index < 100; index += 1) {
    counters.increment(`key ${index}`, 100, 0)
    expect(counters.size).toBeLessThanOrEqual(6)
  }
})

it('never goes below zero, and keeps no count of zero', () => {
  const counters = new BoundedCounters(2)
  counters.increment('a', 100, 0)
  counters.increment('b', 100, 0)
  counters.decrement('a', 100, 1)
  counters.decrement('a', 100, 2)
  expect(counters.size).toBe(1)
  expect(counters.delete('b')).toBe(true)
  expect(counters.delete('b')).toBe(false)
  expect(counters.increment('a', 100, 3).points).toBe(1)
})
