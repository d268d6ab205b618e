import { eventCategoryOf } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { after } from '../duration.ts'
import type { NamedSession, SessionId } from '../sessions/session.ts'
import { start } from '../testing.ts'
import type { UserId } from '../users/user.ts'
import { eventIds, timelineEntry, timePrefix } from './event-record.ts'
import type { SecurityEvent } from './security-event.ts'

const client = { ip: '203.0.113.7', userAgent: 'curl/8.5.0', hints: null, requestId: 'request-1' }
const userId = 'user-ada' as UserId
const sessionId = 'own' as SessionId
const inSession = { at: start, userId, sessionId, client }
const target: NamedSession = { id: 'other' as SessionId, name: 'Firefox on Windows' }
const refused = { at: start, userId, sessionId: null, client }

const entries: readonly (readonly [SecurityEvent, actor: string, details: object])[] = [
  [{ ...inSession, type: 'signed_up', method: 'password' }, 'user', { method: 'password' }],
  [{ ...inSession, type: 'signed_in', method: 'oauth:google' }, 'user', { method: 'oauth:google' }],
  [{ ...inSession, type: 'stepped_up', method: 'password' }, 'user', { method: 'password' }],
  [{ ...inSession, type: 'signed_out' }, 'user', {}],
  [{ ...inSession, type: 'tokens_issued', clientId: 'cli' }, 'user', { clientId: 'cli' }],
  [{ ...inSession, type: 'client_approved', clientId: 'cli' }, 'user', { clientId: 'cli' }],
  [{ ...inSession, type: 'client_denied', clientId: 'cli' }, 'user', { clientId: 'cli' }],
  [{ ...inSession, type: 'refresh_token_reused' }, 'unknown', {}],
  [{ ...inSession, type: 'password_set' }, 'user', {}],
  [{ ...inSession, type: 'password_changed', endedSessions: 2 }, 'user', { endedSessions: 2 }],
  [{ ...inSession, type: 'identity_linked', provider: 'google' }, 'user', { provider: 'google' }],
  [{ ...inSession, type: 'identity_unlinked', provider: 'google' }, 'user', { provider: 'google' }],
  [{ ...inSession, type: 'session_renamed', target, name: null }, 'user', { target, name: null }],
  [
    { ...inSession, type: 'session_ended', target, endReason: 'ended_by_user' },
    'user',
    { target, endReason: 'ended_by_user' },
  ],
  [{ ...inSession, type: 'session_ended', target, endReason: 'limit' }, 'system', { target, endReason: 'limit' }],
  [
    { at: start, userId, type: 'session_ended', target, endReason: 'idle', sessionId: null, client: null },
    'system',
    { target, endReason: 'idle' },
  ],
  [
    { at: start, userId, type: 'session_ended', target, endReason: 'role_changed', sessionId: null, client: null },
    'operator',
    { target, endReason: 'role_changed' },
  ],
  [
    { at: start, userId, type: 'role_changed', role: 'admin', endedSessions: 1 },
    'operator',
    { role: 'admin', endedSessions: 1 },
  ],
  [
    { at: start, userId, client, type: 'oauth_refused', provider: 'google', refusal: 'IDENTITY_TAKEN' },
    'user',
    { provider: 'google', refusal: 'IDENTITY_TAKEN' },
  ],
  [{ ...refused, type: 'sign_in_failed', cause: 'wrong_password' }, 'unknown', { cause: 'wrong_password' }],
  [{ ...refused, type: 'step_up_failed', cause: 'wrong_password' }, 'unknown', { cause: 'wrong_password' }],
  [
    { ...refused, type: 'password_change_failed', cause: 'rate_limited', first: true },
    'unknown',
    { cause: 'rate_limited' },
  ],
]

describe('the entry of an event', () => {
  it.each(entries)('$type says whose deed it was, and what there is to know of it', (event, actor, details) => {
    expect(timelineEntry(event)).toMatchObject({ type: event.type, userId, at: start, actor, details })
  })

  it('is there for every type of event that the timeline shows', () => {
    expect(new Set(entries.map(([{ type }]) => type))).toEqual(new Set(Object.keys(eventCategoryOf)))
  })

  it('says with what, from where and in which request', () => {
    expect(timelineEntry({ ...inSession, type: 'signed_out' })).toMatchObject({
      sessionId,
      device: 'curl',
      ip: '203.0.113.7',
      requestId: 'request-1',
    })
  })

  it('is nobody’s when the address is, and one for a window of refused tries', () => {
    expect(timelineEntry({ ...refused, userId: null, type: 'sign_in_failed', cause: 'wrong_password' })).toBeNull()
    expect(timelineEntry({ ...refused, type: 'sign_in_failed', cause: 'rate_limited', first: false })).toBeNull()
  })

  it('is not there for a trip to a provider that was none: those are as many as anyone likes', () => {
    for (const refusal of ['RATE_LIMITED', 'PROVIDER_NOT_FOUND', 'AUTHORIZATION_UNKNOWN'] as const) {
      expect(timelineEntry({ at: start, userId, client, type: 'oauth_refused', provider: 'x', refusal })).toBeNull()
    }
  })

  it('does not pass on what an event holds beside its details', () => {
    const event = { ...inSession, type: 'signed_in', method: 'password', token: 'secret' } as const
    expect(JSON.stringify(timelineEntry(event))).not.toContain('secret')
  })
})

describe('event ids', () => {
  it('sort in the order in which they were made, also within a millisecond', () => {
    const newId = eventIds((size) => new Uint8Array(size).fill(0xff))
    const ids = [0, 0, 0, 1, 1, 2, 400_000_000_000].map((moment) => newId(after(start, moment)))
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('lie on the right side of a moment', () => {
    const newId = eventIds((size) => new Uint8Array(size))
    expect(newId(after(start, -1)) < timePrefix(start)).toBe(true)
    expect(newId(start) > timePrefix(start)).toBe(true)
  })
})
