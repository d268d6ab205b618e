import { eventCategoryOf, type SessionId, type UserId } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { after } from '../core/duration.ts'
import type { NamedSession } from '../sessions/session.ts'
import { aRequest as request, start } from '../testing/fixtures.ts'
import { eventIds, noticeOf, timelineEntry, timePrefix } from './event-record.ts'
import type { SecurityEvent } from './security-event.ts'

const userId = 'user-ada' as UserId
const sessionId = 'own' as SessionId
const inSession = { at: start, userId, sessionId, request }
const target: NamedSession = { id: 'other' as SessionId, name: 'Firefox on Windows' }
const refused = { at: start, userId, sessionId: null, request }

const entries: readonly (readonly [SecurityEvent, actor: string, details: object])[] = [
  [{ ...inSession, type: 'signed_up', method: 'password' }, 'user', { method: 'password' }],
  [{ ...inSession, type: 'signed_in', method: 'oauth:google' }, 'user', { method: 'oauth:google' }],
  [
    { ...inSession, type: 'signed_in', method: 'password', secondFactor: 'totp' },
    'user',
    { method: 'password', secondFactor: 'totp' },
  ],
  [{ ...inSession, type: 'stepped_up', method: 'recovery_code' }, 'user', { method: 'recovery_code' }],
  [{ ...inSession, type: 'signed_out' }, 'user', {}],
  [
    { ...inSession, type: 'tokens_issued', clientId: 'cli', method: 'password' },
    'user',
    { clientId: 'cli', method: 'password' },
  ],
  [{ ...inSession, type: 'client_approved', clientId: 'cli' }, 'user', { clientId: 'cli' }],
  [{ ...inSession, type: 'client_denied', clientId: 'cli' }, 'user', { clientId: 'cli' }],
  [{ ...inSession, type: 'refresh_token_reused' }, 'unknown', {}],
  [{ ...inSession, type: 'password_set' }, 'user', {}],
  [
    { ...inSession, type: 'password_changed', endedSessions: 2, connectedAccounts: 1 },
    'user',
    { endedSessions: 2, connectedAccounts: 1 },
  ],
  [
    { ...refused, type: 'password_reset', endedSessions: 2, connectedAccounts: 1 },
    'user',
    { endedSessions: 2, connectedAccounts: 1 },
  ],
  [{ ...inSession, type: 'account_reclaimed', endedSessions: 1 }, 'user', { endedSessions: 1 }],
  [{ ...inSession, type: 'email_proven', email: 'ada@example.com' }, 'user', { email: 'ada@example.com' }],
  [{ ...inSession, type: 'email_changed', email: 'ada@example.com' }, 'user', { email: 'ada@example.com' }],
  [
    { ...refused, type: 'email_change_undone', email: 'ada@example.com', endedSessions: 1 },
    'user',
    { email: 'ada@example.com', endedSessions: 1 },
  ],
  [{ ...inSession, type: 'identity_linked', provider: 'google' }, 'user', { provider: 'google' }],
  [{ ...inSession, type: 'identity_unlinked', provider: 'google' }, 'user', { provider: 'google' }],
  [{ ...inSession, type: 'second_factor_added' }, 'user', {}],
  [{ ...inSession, type: 'second_factor_removed' }, 'user', {}],
  [{ at: start, userId, type: 'second_factor_reset' }, 'operator', {}],
  [{ ...inSession, type: 'recovery_codes_renewed' }, 'user', {}],
  [{ ...inSession, type: 'device_trusted', label: 'Chrome on macOS' }, 'user', { label: 'Chrome on macOS' }],
  [{ ...inSession, type: 'device_untrusted', label: 'Chrome on macOS' }, 'user', { label: 'Chrome on macOS' }],
  [{ ...inSession, type: 'passkey_added', label: 'Pixel' }, 'user', { label: 'Pixel' }],
  [{ ...inSession, type: 'passkey_removed', label: 'Pixel' }, 'user', { label: 'Pixel' }],
  [{ ...inSession, type: 'passkey_renamed', label: 'Work key' }, 'user', { label: 'Work key' }],
  [{ ...inSession, type: 'session_renamed', target, name: null }, 'user', { target, name: null }],
  [{ ...inSession, type: 'user_renamed', name: 'Grace' }, 'user', { name: 'Grace' }],
  [
    { ...inSession, type: 'session_ended', target, endReason: 'ended_by_user' },
    'user',
    { target, endReason: 'ended_by_user' },
  ],
  [{ ...inSession, type: 'session_ended', target, endReason: 'limit' }, 'system', { target, endReason: 'limit' }],
  [
    { at: start, userId, type: 'session_ended', target, endReason: 'idle', sessionId: null, request: null },
    'system',
    { target, endReason: 'idle' },
  ],
  [
    { at: start, userId, type: 'session_ended', target, endReason: 'role_changed', sessionId: null, request: null },
    'operator',
    { target, endReason: 'role_changed' },
  ],
  [
    { at: start, userId, type: 'role_changed', role: 'admin', endedSessions: 1 },
    'operator',
    { role: 'admin', endedSessions: 1 },
  ],
  [
    { at: start, userId, request, type: 'oauth_refused', provider: 'google', refusal: 'IDENTITY_TAKEN' },
    'user',
    { provider: 'google', refusal: 'IDENTITY_TAKEN' },
  ],
  [{ ...refused, type: 'sign_in_failed', cause: 'wrong_password' }, 'unknown', { cause: 'wrong_password' }],
  [{ ...refused, type: 'step_up_failed', cause: 'wrong_password' }, 'unknown', { cause: 'wrong_password' }],
  [{ ...refused, type: 'second_factor_failed', cause: 'wrong_code' }, 'unknown', { cause: 'wrong_code' }],
  [
    { ...refused, type: 'password_change_failed', cause: 'rate_limited', first: true },
    'unknown',
    { cause: 'rate_limited' },
  ],
]

describe('the timeline entry of an event', () => {
  it.each(entries)('of type $type has its actor and its details', (event, actor, details) => {
    expect(timelineEntry(event)).toMatchObject({ type: event.type, userId, at: start, actor, details })
  })

  it('is tested here for every type that the timeline shows', () => {
    expect(new Set(entries.map(([{ type }]) => type))).toEqual(new Set(Object.keys(eventCategoryOf)))
  })

  it('has the device, the address and the id of the request', () => {
    expect(timelineEntry({ ...inSession, type: 'signed_out' })).toMatchObject({
      sessionId,
      device: 'curl',
      ip: '203.0.113.7',
      requestId: 'request-1',
    })
  })

  it('does not exist when no user has the address, or when a limit refused earlier in the window', () => {
    expect(timelineEntry({ ...refused, userId: null, type: 'sign_in_failed', cause: 'wrong_password' })).toBeNull()
    expect(timelineEntry({ ...refused, type: 'sign_in_failed', cause: 'rate_limited', first: false })).toBeNull()
  })

  it('does not exist for a callback without an authorization request: an attacker can cause any number', () => {
    for (const refusal of ['RATE_LIMITED', 'PROVIDER_NOT_FOUND', 'AUTHORIZATION_UNKNOWN'] as const) {
      expect(timelineEntry({ at: start, userId, request, type: 'oauth_refused', provider: 'x', refusal })).toBeNull()
    }
  })

  it('leaves out fields of the event that are not details', () => {
    const event = { ...inSession, type: 'signed_in', method: 'password', token: 'secret' } as const
    expect(JSON.stringify(timelineEntry(event))).not.toContain('secret')
  })
})

describe('the notice of an event', () => {
  it.each<[SecurityEvent, string | null]>([
    [{ ...inSession, type: 'second_factor_added' }, 'second_factor'],
    [{ ...inSession, type: 'second_factor_removed' }, 'second_factor'],
    [{ at: start, userId, type: 'second_factor_reset' }, 'second_factor'],
    [{ ...inSession, type: 'recovery_codes_renewed' }, 'second_factor'],
    [{ ...refused, type: 'second_factor_failed', cause: 'wrong_code' }, 'second_factor_failed'],
    [{ ...inSession, type: 'second_factor_failed', cause: 'wrong_code' }, null],
    [{ ...inSession, type: 'signed_in', method: 'password', secondFactor: 'recovery_code' }, 'second_factor'],
    [{ ...inSession, type: 'passkey_added', label: 'Pixel' }, 'passkey'],
    [{ ...inSession, type: 'passkey_removed', label: 'Pixel' }, 'passkey'],
    [{ ...inSession, type: 'passkey_renamed', label: 'Pixel' }, null],
    [{ ...inSession, type: 'device_trusted', label: 'Chrome on macOS' }, null],
    [{ ...inSession, type: 'device_untrusted', label: 'Chrome on macOS' }, null],
  ])('of type $type', (event, notice) => {
    expect(noticeOf(event)).toBe(notice)
  })

  it('tells of tokens for a new device, unless a user approved the program', () => {
    const issued = { ...inSession, type: 'tokens_issued', clientId: 'cli', isNewOrigin: true } as const
    expect(noticeOf({ ...issued, method: 'code' })).toBe('new_sign_in')
    expect(noticeOf({ ...issued, method: 'approved:device' })).toBeNull()
    expect(noticeOf({ ...issued, method: 'password', isNewOrigin: false })).toBeNull()
  })
})

describe('event ids', () => {
  it('sort in the order in which they were made, within a millisecond too', () => {
    const newId = eventIds((size) => new Uint8Array(size).fill(0xff))
    const ids = [0, 0, 0, 1, 1, 2, 400_000_000_000].map((moment) => newId(after(start, moment)))
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('sort after the prefix of their time and before that of a later time', () => {
    const newId = eventIds((size) => new Uint8Array(size))
    expect(newId(after(start, -1)) < timePrefix(start)).toBe(true)
    expect(newId(start) > timePrefix(start)).toBe(true)
  })
})
