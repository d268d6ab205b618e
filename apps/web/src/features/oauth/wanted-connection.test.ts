import { describe, expect, it } from 'vitest'
import { createTestEntries } from '../../storage/testing-storage-entries.ts'
import { takeWantedConnection, wantConnection } from './wanted-connection.ts'

const minute = 60_000

describe('takeWantedConnection', () => {
  it('is true once', () => {
    const entries = createTestEntries()
    wantConnection('google', 0, entries)
    expect(takeWantedConnection('google', minute, entries)).toBe(true)
    expect(takeWantedConnection('google', minute, entries)).toBe(false)
  })

  it('is false for an address that this tab did not send the user to', () => {
    expect(takeWantedConnection('google', 0, createTestEntries())).toBe(false)
  })

  it('is false for another provider, or after ten minutes', () => {
    const entries = createTestEntries()
    wantConnection('google', 0, entries)
    expect(takeWantedConnection('github', minute, entries)).toBe(false)
    wantConnection('google', 0, entries)
    expect(takeWantedConnection('google', 10 * minute, entries)).toBe(false)
  })
})
