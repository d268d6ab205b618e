import { type EndedSessionView, endReasons } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { phraseText } from '../../../components/phrase.tsx'
import { historyMessage } from './history-messages.ts'

// The tests run in Europe/Berlin (vitest.config.ts): UTC+1 in winter.
const now = new Date('2026-11-20T12:00:00+01:00')
const mac = { id: 'mac', name: 'Chrome on macOS' }

function text(facts: Partial<EndedSessionView>): string {
  const session: EndedSessionView = {
    id: 'gone',
    name: 'Pixel',
    derivedName: 'Chrome on Android',
    kind: 'browser',
    signInMethod: 'password',
    remembered: false,
    browser: 'Chrome',
    os: 'Android',
    device: 'mobile',
    ip: null,
    place: null,
    createdAt: '2026-11-18T21:04:00+01:00',
    lastSeenAt: '2026-11-19T09:04:00+01:00',
    endedAt: '2026-11-19T21:04:00+01:00',
    endReason: 'ended_by_user',
    endedBy: null,
    ...facts,
  }
  return phraseText(historyMessage(session, 'here'), now)
}

describe('historyMessage', () => {
  it('say from where the session was ended', () => {
    expect(text({ endedBy: mac })).toBe('Ended from Chrome on macOS, yesterday 21:04')
    expect(text({ endedBy: { id: 'here', name: 'Work laptop' } })).toBe('Ended from this device, yesterday 21:04')
    expect(text({ endedBy: { id: 'gone', name: 'Pixel' } })).toBe('Ended from the session itself, yesterday 21:04')
    expect(text({ endedBy: null })).toBe('Ended, yesterday 21:04')
    expect(text({ endReason: 'password_changed', endedBy: mac })).toBe(
      'Ended by a new password from Chrome on macOS, yesterday 21:04',
    )
  })

  it('say how long the session lasted when it expired', () => {
    expect(text({ endReason: 'idle' })).toBe('Not used for 12 hours, yesterday 21:04')
    expect(text({ endReason: 'expired' })).toBe('Over after 24 hours, the longest it may last, yesterday 21:04')
  })

  it('have a message for every reason, without its name', () => {
    for (const endReason of endReasons) expect(text({ endReason })).toMatch(/^[A-Z][^_]+, yesterday 21:04$/)
  })
})
