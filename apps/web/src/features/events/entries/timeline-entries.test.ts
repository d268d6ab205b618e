import type { EventView } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { testingEvent } from '../testing-event.ts'
import { changeOf, mayGoOn, partsOf, timelineEntries } from './timeline-entries.ts'

function ended(id: string, facts: Partial<EventView> = {}): EventView {
  const details = { endReason: 'ended_by_user', target: { id: `session-${id}`, name: id } } as const
  return testingEvent({ id, type: 'session_ended', requestId: 'r1', details, ...facts })
}

function failed(id: string, facts: Partial<EventView> = {}): EventView {
  const details = { cause: 'wrong_password' } as const
  return testingEvent({ id, type: 'sign_in_failed', actor: 'unknown', sessionId: null, details, ...facts })
}

const signedIn = testingEvent({ id: 'in' })

/** The entries as their kinds and the ids of their events. */
function shape(...events: readonly EventView[]): readonly string[] {
  return timelineEntries(events).map(({ kind, events: own }) => `${kind} ${own.map(({ id }) => id).join(' ')}`)
}

describe('an act on many sessions', () => {
  it('is one entry, with every session that it ended', () => {
    const all = Array.from({ length: 99 }, (_, index) => ended(`s${index}`))
    const entries = timelineEntries([signedIn, ...all, signedIn])
    expect(entries.map(({ kind, events }) => [kind, events.length])).toEqual([
      ['single', 1],
      ['act', 99],
      ['single', 1],
    ])
  })

  it('is told from the next act by its request', () => {
    expect(shape(ended('a'), ended('b'), ended('c', { requestId: 'r2' }))).toEqual(['act a b', 'single c'])
  })

  it('is told from the next one by its moment and its actor where no request did it', () => {
    const at = '2026-11-20T10:00:00.000Z'
    const bySystem = { requestId: null, sessionId: null, actor: 'system', at } as const
    expect(
      shape(
        ended('a', bySystem),
        ended('b', { ...bySystem, requestId: '' }),
        ended('c', { ...bySystem, actor: 'operator' }),
        ended('d', { ...bySystem, at: '2026-11-20T09:59:59.999Z' }),
      ),
    ).toEqual(['act a b', 'single c', 'single d'])
  })

  it('ends sessions for one reason', () => {
    const details = { endReason: 'limit', target: { id: 'old', name: 'Old' } } as const
    expect(shape(ended('a'), ended('b', { details }))).toEqual(['single a', 'single b'])
  })

  it('takes in the change that ended the sessions, which does not stand among them again', () => {
    const change = testingEvent({ id: 'change', type: 'password_changed', requestId: 'r1' })
    const [entry, ...others] = timelineEntries([ended('a'), ended('b'), change, failed('x')])
    expect(entry?.events.map(({ id }) => id)).toEqual(['a', 'b', 'change'])
    expect(entry === undefined ? null : changeOf(entry)).toBe(change)
    expect(entry === undefined ? [] : partsOf(entry).map(({ id }) => id)).toEqual(['a', 'b'])
    expect(others.map(({ kind }) => kind)).toEqual(['single'])
    expect(shape(ended('a'), { ...change, requestId: 'r2' })).toEqual(['single a', 'single change'])
  })

  it('takes in a reset of the password, and what else ends every session', () => {
    for (const type of ['password_reset', 'account_reclaimed', 'email_change_undone'] as const) {
      const change = testingEvent({ id: 'change', type, requestId: 'r1' })
      expect(shape(ended('a'), ended('b'), change)).toEqual(['act a b change'])
    }
  })

  it('does not take in a sign-in that replaced a session', () => {
    const details = { endReason: 'replaced', target: { id: 'old', name: 'Old' } } as const
    expect(shape({ ...signedIn, requestId: 'r1' }, ended('a', { details }))).toEqual(['single in', 'single a'])
  })
})

describe('failed attempts', () => {
  it('are one entry when they come one after another, from whatever address and whether blocked or not', () => {
    const blocked = failed('b', { ip: '203.0.113.9', details: { cause: 'rate_limited' } })
    expect(shape(blocked, failed('c'), failed('d'))).toEqual(['failures b c d'])
  })

  it('are one entry when wrong codes of one sign-in follow each other', () => {
    const wrongCode = failed('a', { type: 'second_factor_failed', details: { cause: 'wrong_code' } })
    expect(shape(wrongCode, { ...wrongCode, id: 'b' }, failed('c'))).toEqual(['failures a b', 'single c'])
  })

  it('are several entries with something else between them', () => {
    expect(shape(failed('a'), failed('b'), signedIn, failed('c'))).toEqual(['failures a b', 'single in', 'single c'])
  })

  it('of different kinds stay apart: by what was tried, at which provider, in which session', () => {
    const atGoogle = failed('b', { type: 'oauth_refused', details: { provider: 'google' } })
    const atGithub = failed('c', { type: 'oauth_refused', details: { provider: 'github' } })
    const stepUp = failed('d', { type: 'step_up_failed', sessionId: 'mac' })
    expect(shape(failed('a'), atGoogle, atGithub, stepUp, { ...stepUp, id: 'e', sessionId: 'phone' })).toEqual([
      'single a',
      'single b',
      'single c',
      'single d',
      'single e',
    ])
  })

  it('do not hide a refresh token that was used twice', () => {
    const reused = testingEvent({ id: 'a', type: 'refresh_token_reused', actor: 'unknown' })
    expect(shape(reused, { ...reused, id: 'b' })).toEqual(['single a', 'single b'])
  })
})

it('an entry may go on below what is loaded, unless its change closes it', () => {
  const change = testingEvent({ id: 'change', type: 'password_changed', requestId: 'r1' })
  const lastMayGoOn = (...events: readonly EventView[]): boolean | undefined =>
    timelineEntries(events)
      .map((entry) => mayGoOn(entry))
      .at(-1)
  expect(lastMayGoOn(ended('a'), ended('b'))).toBe(true)
  expect(lastMayGoOn(failed('a'), failed('b'))).toBe(true)
  expect(lastMayGoOn(ended('a'), change)).toBe(false)
  expect(lastMayGoOn(signedIn)).toBe(false)
})
