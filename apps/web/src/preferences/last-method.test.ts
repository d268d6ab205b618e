import { expect, it } from 'vitest'
import { createTestEntries } from '../storage/testing-storage-entries.ts'
import { keepPreferences } from './keep-preferences.ts'
import { lastMethod, lastMethodKey, rememberMethod } from './last-method.ts'

it('the last sign-in method of a browser is the one that was stored last', () => {
  const entries = createTestEntries()
  expect(lastMethod(entries)).toBeNull()
  rememberMethod('password', entries)
  rememberMethod('oauth:google', entries)
  expect(lastMethod(entries)).toBe('oauth:google')
})

it('the last sign-in method outlives a sign-out, at which the browser clears the storage', () => {
  const entries = createTestEntries()
  rememberMethod('password', entries)
  const restore = keepPreferences(entries)
  entries.remove(lastMethodKey)
  restore()
  expect(lastMethod(entries)).toBe('password')
})
