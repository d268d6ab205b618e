import { describe, expect, it } from 'vitest'
import { dayLabel, duration, exactTime, isActive, moment, timeAgo } from './relative-time.ts'

// The tests run in Europe/Berlin (vitest.config.ts): UTC+1 in winter.
const now = new Date('2026-11-20T12:00:00+01:00')

function ago(at: string): string {
  return timeAgo(new Date(at), now)
}

describe('timeAgo', () => {
  it('says "just now" under a minute', () => {
    expect(ago('2026-11-20T11:59:01+01:00')).toBe('just now')
  })

  it('never puts the past into the future when the other clock runs ahead', () => {
    expect(ago('2026-11-20T12:03:00+01:00')).toBe('just now')
    expect(ago('2026-11-21T12:03:00+01:00')).toBe('just now')
  })

  it('counts minutes, then hours', () => {
    expect(ago('2026-11-20T11:59:00+01:00')).toBe('1 min ago')
    expect(ago('2026-11-20T11:55:30+01:00')).toBe('4 min ago')
    expect(ago('2026-11-20T11:00:01+01:00')).toBe('59 min ago')
    expect(ago('2026-11-20T09:59:00+01:00')).toBe('2 hr ago')
  })

  it('names yesterday with its time, once it is long enough ago', () => {
    expect(ago('2026-11-19T21:04:00+01:00')).toBe('yesterday, 21:04')
    expect(timeAgo(new Date('2026-11-19T23:50:00+01:00'), new Date('2026-11-20T00:10:00+01:00'))).toBe('20 min ago')
    expect(timeAgo(new Date('2026-11-19T23:00:00+01:00'), new Date('2026-11-20T03:00:00+01:00'))).toBe('4 hr ago')
  })

  it('counts days by the calendar, not in steps of 24 hours', () => {
    expect(ago('2026-11-18T23:59:00+01:00')).toBe('2 days ago')
    expect(ago('2026-11-14T08:00:00+01:00')).toBe('6 days ago')
  })

  it('counts the 23-hour day on which the clocks go forward', () => {
    expect(timeAgo(new Date('2026-03-28T10:00:00+01:00'), new Date('2026-03-30T10:00:00+02:00'))).toBe('2 days ago')
  })

  it('gives the date after a week, with its year once that is another', () => {
    expect(ago('2026-11-13T12:00:00+01:00')).toBe('13 Nov')
    expect(ago('2025-11-13T12:00:00+01:00')).toBe('13 Nov 2025')
  })
})

describe('isActive', () => {
  it('holds under two minutes, and for a clock that runs ahead', () => {
    expect(isActive(new Date('2026-11-20T11:58:01+01:00'), now)).toBe(true)
    expect(isActive(new Date('2026-11-20T11:58:00+01:00'), now)).toBe(false)
    expect(isActive(new Date('2026-11-20T12:05:00+01:00'), now)).toBe(true)
  })
})

describe('exactTime', () => {
  it('has the year, the minute and the zone', () => {
    expect(exactTime(new Date('2026-11-20T21:04:33+01:00'))).toMatch(/^20 November 2026 at 21:04 (CET|GMT\+1)$/)
  })
})

describe('moment', () => {
  it('has the time of day, and the day where it is not today', () => {
    expect(moment(new Date('2026-11-20T10:42:00+01:00'), now)).toBe('10:42')
    expect(moment(new Date('2026-11-19T21:04:00+01:00'), now)).toBe('yesterday 21:04')
    expect(moment(new Date('2026-10-12T10:42:00+02:00'), now)).toBe('12 Oct, 10:42')
    expect(moment(new Date('2025-10-12T10:42:00+02:00'), now)).toBe('12 Oct 2025, 10:42')
  })

  it('does not make tomorrow of a clock that runs behind', () => {
    expect(moment(new Date('2026-11-21T00:10:00+01:00'), now)).toBe('00:10')
  })
})

describe('dayLabel', () => {
  it('names today and yesterday, and gives other days by date', () => {
    expect(dayLabel(new Date('2026-11-20T00:00:00+01:00'), now)).toBe('Today')
    expect(dayLabel(new Date('2026-11-21T00:00:00+01:00'), now)).toBe('Today')
    expect(dayLabel(new Date('2026-11-19T23:59:00+01:00'), now)).toBe('Yesterday')
    expect(dayLabel(new Date('2026-11-12T12:00:00+01:00'), now)).toBe('Thursday 12 November')
    expect(dayLabel(new Date('2025-11-12T12:00:00+01:00'), now)).toMatch(/^Wednesday,? 12 November 2025$/)
  })
})

describe('duration', () => {
  it('rounds to the unit that fits', () => {
    const from = new Date('2026-11-01T00:00:00Z')
    const after = (hours: number): string => duration(from, new Date(from.getTime() + hours * 3_600_000))
    expect(after(0.5)).toBe('30 minutes')
    expect(after(1)).toBe('1 hour')
    expect(after(12)).toBe('12 hours')
    expect(after(24)).toBe('24 hours')
    expect(after(24 * 14)).toBe('14 days')
    expect(after(-1)).toBe('0 minutes')
  })
})
