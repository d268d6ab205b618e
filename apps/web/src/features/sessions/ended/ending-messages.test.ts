import { type EndingView, endReasons } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { phraseText } from '../../../components/phrase.tsx'
import { endedAllMessage, endingMessage, isAnnounced } from './ending-messages.ts'

// The tests run in Europe/Berlin (vitest.config.ts): UTC+1 in winter.
const now = new Date('2026-11-20T12:00:00+01:00')

function ending(facts: Partial<EndingView>): EndingView {
  return { endedAt: '2026-11-20T10:42:00+01:00', endReason: 'ended_by_user', endedBy: null, ...facts }
}

function text(facts: Partial<EndingView>): string {
  return phraseText(endingMessage(ending(facts)).text, now)
}

const windows = { id: 'w', name: 'Firefox on Windows' }

describe('endingMessage', () => {
  it('say from where and when the session was ended', () => {
    expect(text({ endedBy: windows })).toBe('Ended from Firefox on Windows, 10:42.')
    expect(text({ endedBy: windows, endedAt: '2026-11-19T21:04:00+01:00' })).toBe(
      'Ended from Firefox on Windows, yesterday 21:04.',
    )
    expect(text({})).toBe('Ended, 10:42.')
    expect(text({ endReason: 'password_changed', endedBy: windows })).toMatch(
      /^Changed from Firefox on Windows, 10:42\./,
    )
  })

  it('say when an expiry or a limit ended the session', () => {
    expect(text({ endReason: 'idle' })).toMatch(/not used for a while/)
    expect(text({ endReason: 'expired' })).toMatch(/as long as one may/)
    expect(text({ endReason: 'limit' })).toMatch(/more devices than allowed at once; this one was unused the longest/)
  })

  it('have a sentence with the time for every reason', () => {
    for (const endReason of endReasons) {
      expect(text({ endReason })).toMatch(/^[A-Z].*10:42.*\.$/)
      expect(text({ endReason })).not.toContain('_')
    }
  })

  it('give advice where another person may have ended the session', () => {
    expect(endingMessage(ending({ endedBy: windows })).advice).toMatch(/timeline.*change your password/)
    expect(endingMessage(ending({ endReason: 'limit' })).advice).not.toBeNull()
    for (const endReason of ['idle', 'expired', 'signed_out', 'replaced'] as const) {
      expect(endingMessage(ending({ endReason })).advice).toBeNull()
      expect(isAnnounced(ending({ endReason }))).toBe(false)
    }
  })

  it('have a sentence for an unknown reason', () => {
    expect(endingMessage(null).text).toEqual(['This session has ended. Sign in again.'])
  })
})

describe('endedAllMessage', () => {
  it('counts the sessions', () => {
    expect(endedAllMessage(3).text).toEqual(['3 sessions ended, this one too.'])
    expect(endedAllMessage(1).text).toEqual(['1 session ended, this one too.'])
  })
})
