import type { EventView } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { en } from '../../messages/en.ts'
import { TimeFormats } from '../../time/time-formats.ts'
import { byDay } from './days.ts'
import { testingEvent } from './testing-event.ts'

// The tests run in Europe/Berlin (vitest.config.ts): UTC+1 in winter.
const times = new TimeFormats({ locale: 'en-GB', hourCycle: 'auto', texts: en })
const now = new Date('2026-11-20T12:00:00+01:00')

function event(id: string, at: string): EventView {
  return testingEvent({ id, at })
}

describe('byDay', () => {
  it('groups by the local calendar day, and keeps the order', () => {
    const days = byDay(
      [
        event('a', '2026-11-20T08:00:00Z'),
        event('b', '2026-11-19T23:30:00Z'),
        event('c', '2026-11-19T22:30:00Z'),
        event('d', '2026-11-12T10:00:00Z'),
      ],
      now,
      times,
    )
    expect(days.map(({ label, events }) => [label, events.map(({ id }) => id)])).toEqual([
      ['Today', ['a', 'b']],
      ['Yesterday', ['c']],
      ['Thursday 12 November', ['d']],
    ])
  })

  it('has no day without events', () => {
    expect(byDay([], now, times)).toEqual([])
  })
})
