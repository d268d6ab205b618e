import { expect, it } from 'vitest'
import { RefusalCounts } from '../../src/log/refusal-counts.ts'

it('counts refusals by reason since the last summary', () => {
  const counts = new RefusalCounts()
  expect(counts.take()).toBeNull()
  counts.add(['NOT_SIGNED_IN'], false)
  counts.add(['NOT_SIGNED_IN', 'INVALID_INPUT'], true)
  counts.add([], false)
  expect(counts.take()).toEqual({ refused: { NOT_SIGNED_IN: 2, INVALID_INPUT: 1 }, notLogged: {} })
  expect(counts.take()).toBeNull()
})

it('leaves out lines of a flood without a user, says how many, and writes those with a user', () => {
  const counts = new RefusalCounts(3)
  const flood = Array.from({ length: 10 }, () => counts.add(['INVALID_TOKEN'], false))
  expect(flood.filter((isLogged) => isLogged)).toHaveLength(3)
  expect(counts.add(['INVALID_TOKEN'], true)).toBe(true)
  expect(counts.add(['FORBIDDEN'], false)).toBe(true)
  expect(counts.take()).toEqual({ refused: { INVALID_TOKEN: 11, FORBIDDEN: 1 }, notLogged: { INVALID_TOKEN: 7 } })
  expect(counts.add(['INVALID_TOKEN'], false)).toBe(true)
})

it('does not count a device that waits for its user', () => {
  const counts = new RefusalCounts(1)
  expect([1, 2, 3].map(() => counts.add(['authorization_pending'], false))).toEqual([true, true, true])
  expect(counts.take()).toBeNull()
})
