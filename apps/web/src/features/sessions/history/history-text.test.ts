import { type EndedSessionView, endReasons } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { english, plainText } from '../../../language/testing-texts.ts'
import { en } from '../../../messages/en.ts'
import { TimeFormats } from '../../../time/time-formats.ts'
import { historyText } from './history-text.ts'

// The tests run in Europe/Berlin (vitest.config.ts): UTC+1 in winter.
const now = new Date('2026-11-20T12:00:00+01:00')
const options = {
  currentId: 'here',
  texts: english('history'),
  times: new TimeFormats({ locale: 'en-GB', hourCycle: 'auto', texts: en }),
}
const mac = { id: 'mac', name: 'Chrome on macOS' }

function text(facts: Partial<EndedSessionView>): string {
  const session: EndedSessionView = {
    id: 'gone',
    name: 'Pixel',
    derivedName: 'Chrome on Android',
    kind: 'browser',
    signInMethod: 'password',
    secondFactor: null,
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
  return plainText(historyText(session, options), now)
}

describe('the text of an ended session', () => {
  it('says from where the session was ended', () => {
    expect(text({ endedBy: mac })).toBe('Ended by you from Chrome on macOS yesterday at 21:04')
    expect(text({ endedBy: { id: 'here', name: 'Work laptop' } })).toBe(
      'Ended by you from this session yesterday at 21:04',
    )
    expect(text({ endedBy: { id: 'gone', name: 'Pixel' } })).toBe('Signed out everywhere by you yesterday at 21:04')
    expect(text({ endedBy: null })).toBe('Ended by you yesterday at 21:04')
    expect(text({ endReason: 'password_changed', endedBy: mac })).toBe(
      'Signed out by a password change in Chrome on macOS yesterday at 21:04',
    )
  })

  it('says how long the session lasted when it expired', () => {
    expect(text({ endReason: 'idle' })).toBe('Expired after 12 hours without use yesterday at 21:04')
    expect(text({ endReason: 'expired' })).toBe(
      'Expired after 24 hours, the longest a session lasts, yesterday at 21:04',
    )
  })

  it('is a sentence for every reason, without its name', () => {
    for (const endReason of endReasons) expect(text({ endReason })).toMatch(/^[A-Z][^_]+ yesterday at 21:04$/)
  })
})
