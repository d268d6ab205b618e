import { expect, it } from 'vitest'
import { type EntryKeys, entryKeys } from './entry-keys.ts'
import { testingEvent } from '../testing-event.ts'
import { timelineEntries } from './timeline-entries.ts'

/** Keys for failed attempts (small letters) and sign-ins (capital letters), the latest first. */
function keysOf(ids: string, shown: EntryKeys = new Map()): EntryKeys {
  const events = Array.from(ids, (id) =>
    testingEvent({ id, type: id === id.toUpperCase() ? 'signed_in' : 'sign_in_failed' }),
  )
  return entryKeys(timelineEntries(events), shown)
}

it('an entry keeps its key when attempts are added above it, and when more of it is loaded', () => {
  const first = keysOf('Abc')
  expect(Object.fromEntries(first)).toEqual({ A: 'A', b: 'b', c: 'b' })
  expect(Object.fromEntries(keysOf('Xabcd', first))).toEqual({ X: 'X', a: 'b', b: 'b', c: 'b', d: 'b' })
})

it('one attempt that becomes several keeps its key', () => {
  expect(keysOf('yx', keysOf('x')).get('y')).toBe('x')
})

it('an entry keeps its key when its oldest event is no longer loaded', () => {
  expect(keysOf('Xab', keysOf('abc')).get('a')).toBe('a')
})

it('two entries never have one key', () => {
  const keys = keysOf('aCBA', new Map(Object.entries({ a: 'k', C: 'k', B: 'A', A: 'A' })))
  expect(new Set(keys.values()).size).toBe(4)
})
