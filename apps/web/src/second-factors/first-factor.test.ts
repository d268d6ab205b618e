import { describe, expect, it } from 'vitest'
import { createTestEntries } from '../storage/testing-storage-entries.ts'
import { keepFirstFactor, takeFirstFactor } from './first-factor.ts'

describe('the first factor of a sign-in that waits for the second', () => {
  it.each(['password', 'code', 'oauth:google'] as const)('%s is taken once', (method) => {
    const entries = createTestEntries()
    keepFirstFactor(method, entries)
    expect(takeFirstFactor(entries)).toBe(method)
    expect(takeFirstFactor(entries)).toBeNull()
  })

  it('is none where the storage has something else, or nothing', () => {
    const entries = createTestEntries()
    expect(takeFirstFactor(entries)).toBeNull()
    entries.write('latchkey-first-factor', '<b>password</b>')
    expect(takeFirstFactor(entries)).toBeNull()
  })
})
