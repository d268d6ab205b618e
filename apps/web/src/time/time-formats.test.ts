import { describe, expect, it } from 'vitest'
import { de } from '../messages/de.ts'
import { en } from '../messages/en.ts'
import { isActive, TimeFormats } from './time-formats.ts'

// The tests run in Europe/Berlin (vitest.config.ts): UTC+1 in winter.
const now = new Date('2026-11-20T12:00:00+01:00')
const british = new TimeFormats({ locale: 'en-GB', hourCycle: 'auto', texts: en })
const american = new TimeFormats({ locale: 'en-US', hourCycle: 'auto', texts: en })
const american24 = new TimeFormats({ locale: 'en-US', hourCycle: 'h23', texts: en })
const german = new TimeFormats({ locale: 'de', hourCycle: 'auto', texts: de })
const german12 = new TimeFormats({ locale: 'de', hourCycle: 'h12', texts: de })

function ago(at: string, until = now, times = british): string {
  return times.timeAgo(new Date(at), until)
}

/** With spaces that break, as in the tests. */
const spaced = (text: string): string => text.replaceAll(/\s/g, ' ')

describe('how long ago', () => {
  it('is just now under a minute', () => {
    expect(ago('2026-11-20T11:59:01+01:00')).toBe('just now')
  })

  it('is never in the future when the other clock runs ahead', () => {
    expect(ago('2026-11-20T12:03:00+01:00')).toBe('just now')
    expect(ago('2026-11-21T12:03:00+01:00')).toBe('just now')
  })

  it('is counted in minutes, then in hours', () => {
    expect(ago('2026-11-20T11:59:00+01:00')).toBe('1 minute ago')
    expect(ago('2026-11-20T11:55:30+01:00')).toBe('4 minutes ago')
    expect(ago('2026-11-20T11:00:01+01:00')).toBe('59 minutes ago')
    expect(ago('2026-11-20T09:59:00+01:00')).toBe('2 hours ago')
  })

  it('is yesterday with its time, once that is long enough ago', () => {
    expect(ago('2026-11-19T21:04:00+01:00')).toBe('yesterday, 21:04')
    expect(ago('2026-11-19T23:50:00+01:00', new Date('2026-11-20T00:10:00+01:00'))).toBe('20 minutes ago')
    expect(ago('2026-11-19T23:00:00+01:00', new Date('2026-11-20T03:00:00+01:00'))).toBe('4 hours ago')
  })

  it('is counted in days by the calendar, not in steps of 24 hours', () => {
    expect(ago('2026-11-18T23:59:00+01:00')).toBe('2 days ago')
    expect(ago('2026-11-14T08:00:00+01:00')).toBe('6 days ago')
  })

  it('counts the 23-hour day on which the clocks go forward', () => {
    expect(ago('2026-03-28T10:00:00+01:00', new Date('2026-03-30T10:00:00+02:00'))).toBe('2 days ago')
  })

  it('is the date after a week, with its year once that is another', () => {
    expect(ago('2026-11-13T12:00:00+01:00')).toBe('13 Nov')
    expect(ago('2025-11-13T12:00:00+01:00')).toBe('13 Nov 2025')
  })

  it('is written for a reader in the United States and in Germany', () => {
    expect(spaced(ago('2026-11-19T21:04:00+01:00', now, american))).toBe('yesterday, 9:04 PM')
    expect(ago('2026-11-13T12:00:00+01:00', now, american)).toBe('Nov 13')
    expect(ago('2026-11-20T11:59:30+01:00', now, german)).toBe('gerade eben')
    expect(ago('2026-11-20T11:56:00+01:00', now, german)).toBe('vor 4 Minuten')
    expect(ago('2026-11-19T21:04:00+01:00', now, german)).toBe('gestern, 21:04')
  })
})

describe('the hours', () => {
  it('are counted as the reader chose, whatever their locale does', () => {
    const at = new Date('2026-11-20T21:04:00+01:00')
    expect(american24.timeOfDay(at)).toBe('21:04')
    expect(spaced(german12.timeOfDay(at))).toMatch(/^0?9:04 PM$/)
    expect(american24.exact(at)).toContain('21:04')
  })
})

describe('a span of time', () => {
  it('is from one time of day to another, or one time within a minute', () => {
    const from = new Date('2026-11-20T09:12:05+01:00')
    const to = new Date('2026-11-20T21:47:00+01:00')
    expect(british.timeSpan(from, to)).toBe('09:12–21:47')
    expect(german.timeSpan(from, to)).toBe('09:12–21:47')
    expect(spaced(american.timeSpan(from, to))).toBe('9:12 AM – 9:47 PM')
    expect(british.timeSpan(from, new Date('2026-11-20T09:12:55+01:00'))).toBe('09:12')
  })
})

describe('an active session', () => {
  it('was used less than two minutes ago, also by a clock that runs ahead', () => {
    expect(isActive(new Date('2026-11-20T11:58:01+01:00'), now)).toBe(true)
    expect(isActive(new Date('2026-11-20T11:58:00+01:00'), now)).toBe(false)
    expect(isActive(new Date('2026-11-20T12:05:00+01:00'), now)).toBe(true)
  })
})

describe('an exact time', () => {
  it('has the year, the minute and the zone', () => {
    const at = new Date('2026-11-20T21:04:33+01:00')
    expect(british.exact(at)).toMatch(/^20 November 2026 at 21:04 (CET|GMT\+1)$/)
    expect(german.exact(at)).toMatch(/^20\. November 2026 um 21:04 MEZ$/)
  })
})

describe('a moment', () => {
  it('is a part of a sentence, with its day where that is not today', () => {
    expect(british.moment(new Date('2026-11-20T10:42:00+01:00'), now)).toBe('at 10:42')
    expect(british.moment(new Date('2026-11-19T21:04:00+01:00'), now)).toBe('yesterday at 21:04')
    expect(british.moment(new Date('2026-10-12T10:42:00+02:00'), now)).toBe('on 12 Oct at 10:42')
    expect(british.moment(new Date('2025-10-12T10:42:00+02:00'), now)).toBe('on 12 Oct 2025 at 10:42')
    expect(german.moment(new Date('2026-10-12T10:42:00+02:00'), now)).toBe('am 12. Okt. um 10:42')
  })

  it('is not tomorrow for a clock that runs behind', () => {
    expect(british.moment(new Date('2026-11-21T00:10:00+01:00'), now)).toBe('at 00:10')
  })
})

describe('a day', () => {
  it('is today, yesterday, or a date', () => {
    const label = (at: string, times = british): string => times.dayLabel(new Date(at), now)
    expect(label('2026-11-20T00:00:00+01:00')).toBe('Today')
    expect(label('2026-11-21T00:00:00+01:00')).toBe('Today')
    expect(label('2026-11-19T23:59:00+01:00')).toBe('Yesterday')
    expect(label('2026-11-12T12:00:00+01:00')).toBe('Thursday 12 November')
    expect(label('2025-11-12T12:00:00+01:00')).toMatch(/^Wednesday,? 12 November 2025$/)
    expect(label('2026-11-12T12:00:00+01:00', german)).toBe('Donnerstag, 12. November')
  })
})

describe('a duration', () => {
  it('is rounded to the unit that fits', () => {
    const from = new Date('2026-11-01T00:00:00Z')
    const after = (hours: number, times = british): string =>
      times.duration(from, new Date(from.getTime() + hours * 3_600_000))
    expect(after(0.5)).toBe('30 minutes')
    expect(after(1)).toBe('1 hour')
    expect(after(12)).toBe('12 hours')
    expect(after(24)).toBe('24 hours')
    expect(after(24 * 14)).toBe('14 days')
    expect(after(-1)).toBe('0 minutes')
    expect(after(24 * 14, german)).toBe('14 Tage')
  })

  it('is rounded up as a wait', () => {
    expect([0, 1, 59.2, 61, 3600, 3601].map((seconds) => british.wait(seconds))).toEqual([
      '1 second',
      '1 second',
      '60 seconds',
      '2 minutes',
      '60 minutes',
      '2 hours',
    ])
  })
})
