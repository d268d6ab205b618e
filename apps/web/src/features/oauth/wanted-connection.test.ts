import { describe, expect, it } from 'vitest'
import { createTestTabNotes } from './testing-tab-notes.ts'
import { takeWantedConnection, wantConnection } from './wanted-connection.ts'

const minute = 60_000

describe('takeWantedConnection', () => {
  it('is true once', () => {
    const notes = createTestTabNotes()
    wantConnection('google', 0, notes)
    expect(takeWantedConnection('google', minute, notes)).toBe(true)
    expect(takeWantedConnection('google', minute, notes)).toBe(false)
  })

  it('is not so for an address that nobody was sent to from here', () => {
    expect(takeWantedConnection('google', 0, createTestTabNotes())).toBe(false)
  })

  it('is not so for another provider, or after ten minutes', () => {
    const notes = createTestTabNotes()
    wantConnection('google', 0, notes)
    expect(takeWantedConnection('github', minute, notes)).toBe(false)
    wantConnection('google', 0, notes)
    expect(takeWantedConnection('google', 10 * minute, notes)).toBe(false)
  })
})
