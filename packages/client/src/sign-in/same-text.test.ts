import { expect, it } from 'vitest'
import { sameText } from './same-text.ts'

it('tells the same from another, however little differs', () => {
  expect(sameText('', '')).toBe(true)
  expect(sameText('state', 'state')).toBe(true)
  for (const other of ['', 'stat', 'statee', 'State', 'statf', 'ttate', 'ŝtate']) {
    expect([other, sameText('state', other)]).toEqual([other, false])
  }
})
