import { expect, it } from 'vitest'
import { timingSafeEqual } from './timing-safe-equal.ts'

it('is true for the same string, and false if one character differs', () => {
  expect(timingSafeEqual('', '')).toBe(true)
  expect(timingSafeEqual('state', 'state')).toBe(true)
  for (const other of ['', 'stat', 'statee', 'State', 'statf', 'ttate', 'ŝtate']) {
    expect([other, timingSafeEqual('state', other)]).toEqual([other, false])
  }
})
