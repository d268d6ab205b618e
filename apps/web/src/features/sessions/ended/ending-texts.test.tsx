import { type EndingView, endReasons } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { english, plainText } from '../../../language/testing-texts.ts'
import { endingText, everywhereText, isAnnounced } from './ending-texts.tsx'

// The tests run in Europe/Berlin (vitest.config.ts): UTC+1 in winter.
const now = new Date('2026-11-20T12:00:00+01:00')
const texts = english('ended')
const windows = { id: 'w', name: 'Firefox on Windows' }

function ending(facts: Partial<EndingView>): EndingView {
  return { endedAt: '2026-11-20T10:42:00+01:00', endReason: 'ended_by_user', endedBy: null, ...facts }
}

function text(facts: Partial<EndingView>): string {
  return plainText(endingText(ending(facts), texts).text, now)
}

describe('the text of an ending', () => {
  it('says from where and when the session was ended', () => {
    expect(text({ endedBy: windows })).toBe('It was ended from Firefox on Windows at 10:42.')
    expect(text({ endedBy: windows, endedAt: '2026-11-19T21:04:00+01:00' })).toBe(
      'It was ended from Firefox on Windows yesterday at 21:04.',
    )
    expect(text({})).toBe('You ended it at 10:42.')
    expect(text({ endReason: 'password_changed', endedBy: windows })).toBe(
      'It was changed in Firefox on Windows at 10:42, which signed out every other session.',
    )
  })

  it('says when an expiry or a limit ended the session', () => {
    expect(text({ endReason: 'idle' })).toMatch(/wasn’t used for a while/)
    expect(text({ endReason: 'expired' })).toMatch(/longest time a session lasts/)
    expect(text({ endReason: 'limit' })).toMatch(/more devices than are allowed at once/)
  })

  it('is a sentence with the time for every reason', () => {
    for (const endReason of endReasons) {
      expect(text({ endReason })).toMatch(/^[A-Z].* at 10:42.*\.$/)
      expect(text({ endReason })).not.toContain('_')
    }
  })

  it('has advice where another person may have ended the session', () => {
    expect(endingText(ending({ endedBy: windows }), texts).advice).toMatch(/timeline.*change your password/)
    expect(endingText(ending({ endReason: 'limit' }), texts).advice).not.toBeNull()
    for (const endReason of ['idle', 'expired', 'signed_out', 'replaced'] as const) {
      expect(endingText(ending({ endReason }), texts).advice).toBeNull()
      expect(isAnnounced(ending({ endReason }))).toBe(false)
    }
  })

  it('is general for an unknown reason', () => {
    expect(endingText(null, texts).text).toBe('Your session has ended. Sign in again.')
  })

  it('counts the sessions that were ended everywhere', () => {
    expect(everywhereText(3, texts).text).toBe('You ended 3 sessions, including this one.')
    expect(everywhereText(1, texts).text).toBe('You ended 1 session: this one.')
  })
})
