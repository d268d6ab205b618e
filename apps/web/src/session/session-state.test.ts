import type { EndingView } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { initialSessionState, type SessionEvent, type SessionState, sessionStep } from './session-state.ts'

const privatePage = { onPrivatePage: true }
const publicPage = { onPrivatePage: false }
const ending: EndingView = { endedAt: '2026-11-20T10:42:00Z', endReason: 'ended_by_user', endedBy: null }

function after(...events: readonly SessionEvent[]): SessionState {
  return events.reduce((state, event) => sessionStep(state, event, privatePage), initialSessionState)
}

describe('the session', () => {
  it('is verified before it counts as ended: one refusal is not enough', () => {
    expect(after({ type: 'refused' }).session).toEqual({ kind: 'verifying', ending: null })
    expect(after({ type: 'refused' }, { type: 'verified' }).session).toEqual({ kind: 'current' })
    expect(after({ type: 'refused' }, { type: 'signed_out' }).session).toEqual({ kind: 'ended', ending: null })
  })

  it('is verified when another tab says that it ended, and keeps the reason that the other tab gave', () => {
    const elsewhere: SessionEvent = { type: 'ended_elsewhere', ending }
    expect(after(elsewhere).session).toEqual({ kind: 'verifying', ending })
    expect(after(elsewhere, { type: 'refused' }).session).toEqual({ kind: 'verifying', ending })
    expect(after({ type: 'refused' }, elsewhere).session).toEqual({ kind: 'verifying', ending })
    expect(after(elsewhere, { type: 'ended_elsewhere', ending: null }).session).toEqual({ kind: 'verifying', ending })
    expect(after(elsewhere, { type: 'signed_out' }).session).toEqual({ kind: 'ended', ending })
  })

  it('forgets that reason when the session turns out to stand', () => {
    const events: SessionEvent[] = [{ type: 'ended_elsewhere', ending }, { type: 'verified' }, { type: 'signed_out' }]
    expect(after(...events).session).toEqual({ kind: 'ended', ending: null })
  })

  it('ends without verification when the server says so on the stream, or auth.me names no user', () => {
    expect(after({ type: 'ended', ending }).session).toEqual({ kind: 'ended', ending })
    expect(after({ type: 'refused' }, { type: 'ended', ending }).session).toEqual({ kind: 'ended', ending })
    expect(after({ type: 'signed_out' }).session).toEqual({ kind: 'ended', ending: null })
  })

  it('ends once, whatever follows before the page has been left', () => {
    const ended = after({ type: 'ended', ending })
    for (const event of [
      { type: 'refused' },
      { type: 'ended', ending: null },
      { type: 'ended_elsewhere', ending: null },
      { type: 'signed_out' },
      { type: 'verified' },
      { type: 'sign_out_started' },
      { type: 'sign_out_settled' },
    ] as const) {
      expect(sessionStep(ended, event, privatePage)).toBe(ended)
    }
    expect(sessionStep(ended, { type: 'left' }, publicPage)).toEqual(initialSessionState)
  })

  it('is not reported as ended while the user signs out from this tab', () => {
    const signingOut = after({ type: 'sign_out_started' })
    for (const event of [
      { type: 'refused' },
      { type: 'ended', ending },
      { type: 'ended_elsewhere', ending },
      { type: 'signed_out' },
      { type: 'sign_out_started' },
    ] as const) {
      expect(sessionStep(signingOut, event, privatePage)).toBe(signingOut)
    }
    expect(after({ type: 'refused' }, { type: 'sign_out_started' }, { type: 'verified' })).toEqual(signingOut)
  })

  it('is watched again after a sign-out that failed', () => {
    const failed = after({ type: 'sign_out_started' }, { type: 'sign_out_settled' })
    expect(sessionStep(failed, { type: 'refused' }, privatePage).session).toEqual({ kind: 'verifying', ending: null })
  })

  it('is no concern of a page for signed-out users', () => {
    for (const event of [
      { type: 'refused' },
      { type: 'ended', ending },
      { type: 'ended_elsewhere', ending },
      { type: 'signed_out' },
    ] as const) {
      expect(sessionStep(initialSessionState, event, publicPage)).toBe(initialSessionState)
    }
  })
})

describe('the page', () => {
  const stored: SessionEvent = { type: 'page_stored', userId: 'ada' }

  it('is hidden in the bfcache, and shown again for the same user', () => {
    expect(after(stored).page).toEqual({ kind: 'hidden', userId: 'ada' })
    expect(after(stored, { type: 'page_checked', answered: true, userId: 'ada' }).page).toEqual({ kind: 'shown' })
  })

  it('is shown when no user is signed in: by then it is another page', () => {
    expect(after(stored, { type: 'page_checked', answered: true, userId: null }).page).toEqual({ kind: 'shown' })
  })

  it('is stale when another user is signed in', () => {
    expect(after(stored, { type: 'page_checked', answered: true, userId: 'bob' }).page).toEqual({ kind: 'stale' })
  })

  it('stays hidden for as long as the server does not answer', () => {
    const silent: SessionEvent = { type: 'page_checked', answered: false, userId: 'ada' }
    expect(after(stored, silent).page).toEqual({ kind: 'unreachable', userId: 'ada' })
    expect(after(stored, silent, silent).page).toEqual({ kind: 'unreachable', userId: 'ada' })
    expect(after(stored, silent, stored).page).toEqual({ kind: 'unreachable', userId: 'ada' })
    expect(after(stored, silent, { type: 'page_checked', answered: true, userId: 'ada' }).page.kind).toBe('shown')
  })

  it('is not hidden when it is public, and not touched by a check while it is shown', () => {
    expect(sessionStep(initialSessionState, stored, publicPage)).toBe(initialSessionState)
    expect(after({ type: 'page_checked', answered: false, userId: null })).toBe(initialSessionState)
  })

  it('stays hidden whatever happens to the session meanwhile', () => {
    expect(after(stored, { type: 'refused' }, { type: 'verified' }).page).toEqual({ kind: 'hidden', userId: 'ada' })
    expect(after(stored, { type: 'ended', ending })).toEqual({
      session: { kind: 'ended', ending },
      page: { kind: 'hidden', userId: 'ada' },
    })
  })
})
