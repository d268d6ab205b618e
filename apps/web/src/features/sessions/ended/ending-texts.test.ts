import { type EndingView, type EndReason, endReasons } from '@latchkey/schema'
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
  return plainText(endingText(ending(facts), texts, false).text, now)
}

/** Whether a reset is advised, and whether the operator is named; `undefined` without advice. */
function resetAdvice(endReason: EndReason, canReset: boolean): readonly unknown[] {
  const { advice, isResetAdvised } = endingText(ending({ endReason }), texts, canReset)
  return [isResetAdvised, advice?.includes('operator')]
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
    expect(endingText(ending({ endedBy: windows }), texts, false).advice).toMatch(/timeline.*change your password/)
    expect(endingText(ending({ endReason: 'limit' }), texts, false).advice).not.toBeNull()
    expect(endingText(ending({ endReason: 'password_reset' }), texts, false).advice).toMatch(/Secure your mailbox/)
    for (const endReason of ['account_reclaimed', 'email_change_undone'] as const) {
      expect(endingText(ending({ endReason }), texts, false).advice).toMatch(/Choose a new password/)
      expect(isAnnounced(ending({ endReason }))).toBe(true)
    }
    for (const endReason of ['idle', 'expired', 'signed_out', 'replaced'] as const) {
      expect(endingText(ending({ endReason }), texts, false).advice).toBeNull()
      expect(isAnnounced(ending({ endReason }))).toBe(false)
    }
  })

  it('advises a new password by mail where the server sends any, and the password may have been taken', () => {
    expect(resetAdvice('password_changed', true)).toEqual([true, false])
    expect(resetAdvice('password_changed', false)).toEqual([false, true])
    for (const endReason of ['password_reset', 'account_reclaimed', 'email_change_undone'] as const) {
      expect(resetAdvice(endReason, true)).toEqual([true, false])
    }
    expect(resetAdvice('ended_by_user', true)).toEqual([false, false])
    expect(resetAdvice('idle', true)).toEqual([false, undefined])
  })

  it('is general for an unknown reason', () => {
    expect(endingText(null, texts, false).text).toBe('Your session has ended. Sign in again.')
  })

  it('counts the sessions that were ended everywhere', () => {
    expect(everywhereText(3, texts).text).toBe('You ended 3 sessions, including this one.')
    expect(everywhereText(1, texts).text).toBe('You ended 1 session: this one.')
  })
})
