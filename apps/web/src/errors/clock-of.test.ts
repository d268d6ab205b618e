import { expect, it } from 'vitest'
import { clockOf } from './clock-of.ts'

it('shows minutes and seconds, with hours when there are any', () => {
  expect(clockOf(151)).toBe('2:31')
  expect(clockOf(9)).toBe('0:09')
  expect(clockOf(3751)).toBe('1:02:31')
})

it('rounds up, so that it is never over before it is', () => {
  expect(clockOf(0.2)).toBe('0:01')
  expect(clockOf(-3)).toBe('0:00')
})
