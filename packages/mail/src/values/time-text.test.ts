import { expect, it } from 'vitest'
import { minutesBetween, timeText } from './time-text.ts'

it.each([
  ['2026-12-01T14:05:59.999Z', '1 December 2026, 14:05 UTC'],
  ['2027-01-01T00:30:00+02:00', '31 December 2026, 22:30 UTC'],
  ['2026-02-03T00:00:00.000Z', '3 February 2026, 00:00 UTC'],
])('%s reads %s', (iso, text) => {
  expect(timeText(iso)).toBe(text)
})

it.each([
  ['2026-12-01T14:05:00.000Z', '2026-12-01T14:15:00.000Z', 10],
  ['2026-12-01T14:05:00.000Z', '2026-12-01T14:14:59.990Z', 10],
  ['2026-12-01T14:05:00.000Z', '2026-12-01T14:05:10.000Z', 1],
  ['2026-12-01T14:05:00.000Z', '2026-12-01T14:05:00.000Z', 1],
])('from %s until %s it is %i minutes', (from, until, minutes) => {
  expect(minutesBetween(from, until)).toBe(minutes)
})
