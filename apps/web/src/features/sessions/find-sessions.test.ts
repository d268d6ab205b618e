import { describe, expect, it } from 'vitest'
import { testingSession } from '../../session/testing-session.ts'
import type { AccessSearch } from './access-search.ts'
import { findSessions } from './find-sessions.ts'

const sessions = [
  testingSession({
    id: 'laptop',
    name: 'Büro-Laptop',
    ip: '203.0.113.7',
    createdAt: '2026-11-20T09:00:00.000Z',
    lastSeenAt: '2026-11-20T11:00:00.000Z',
  }),
  testingSession({
    id: 'phone',
    name: 'Firefox on Android',
    derivedName: 'Firefox on Android',
    browser: 'Firefox',
    os: 'Android',
    device: 'mobile',
    signInMethod: 'oauth:google',
    secondFactor: 'totp',
    online: true,
    createdAt: '2026-11-20T08:00:00.000Z',
    lastSeenAt: '2026-11-20T12:00:00.000Z',
  }),
  testingSession({
    id: 'unknown',
    isNew: { device: false, network: true },
    place: 'Kyiv, Ukraine',
    createdAt: '2026-11-20T07:00:00.000Z',
    lastSeenAt: '2026-11-20T10:00:00.000Z',
  }),
]

function find(search: AccessSearch): readonly string[] {
  const methodName = (method: string, secondFactor: string | null): string =>
    `${method === 'oauth:google' ? 'Google' : 'Password'}${secondFactor === 'totp' ? ' and code' : ''}`
  return findSessions(sessions, search, methodName).map(({ id }) => id)
}

describe('findSessions', () => {
  it('returns new sessions first, and then those that were used last', () => {
    expect(find({})).toEqual(['unknown', 'phone', 'laptop'])
  })

  it('sorts by last use or by sign-in', () => {
    expect(find({ sort: 'active' })).toEqual(['phone', 'laptop', 'unknown'])
    expect(find({ sort: 'signed-in' })).toEqual(['laptop', 'phone', 'unknown'])
  })

  it('searches names, browsers, systems, addresses, places and methods, without case or accents', () => {
    expect(find({ q: 'BURO' })).toEqual(['laptop'])
    expect(find({ q: 'macos' })).toEqual(['unknown', 'laptop'])
    expect(find({ q: '203.0' })).toEqual(['laptop'])
    expect(find({ q: 'google' })).toEqual(['phone'])
    expect(find({ q: 'code' })).toEqual(['phone'])
    expect(find({ q: 'kyiv' })).toEqual(['unknown'])
    expect(find({ q: 'safari' })).toEqual([])
  })

  it('finds what has every word, in any order', () => {
    expect(find({ q: ' android  fire ' })).toEqual(['phone'])
    expect(find({ q: 'android chrome' })).toEqual([])
  })

  it('keeps what is open, what is new, or what signed in with a method', () => {
    expect(find({ only: 'open' })).toEqual(['phone'])
    expect(find({ only: 'new' })).toEqual(['unknown'])
    expect(find({ method: 'password' })).toEqual(['unknown', 'laptop'])
    expect(find({ method: 'password', only: 'open' })).toEqual([])
  })
})
