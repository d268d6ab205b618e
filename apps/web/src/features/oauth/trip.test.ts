import { describe, expect, it } from 'vitest'
import { createTestTabNotes } from './testing-tab-notes.ts'
import { lastTrip, rememberTrip, type Trip } from './trip.ts'

const trip: Trip = { kind: 'sign_in', provider: 'google', returnTo: '/password', remember: true }

describe('lastTrip', () => {
  it('is the one that was written down last', () => {
    const notes = createTestTabNotes()
    expect(lastTrip('google', notes)).toBeNull()
    rememberTrip({ ...trip, returnTo: '/' }, notes)
    rememberTrip(trip, notes)
    expect(lastTrip('google', notes)).toEqual(trip)
  })

  it('is nothing for another provider', () => {
    const notes = createTestTabNotes()
    rememberTrip(trip, notes)
    expect(lastTrip('github', notes)).toBeNull()
  })

  it('is nothing when something else stands there', () => {
    const notes = createTestTabNotes()
    for (const text of ['', 'no', 'null', '7', '{"provider":"google"}', '{"provider":"google","returnTo":"/"}']) {
      notes.write('latchkey-trip', text)
      expect(lastTrip('google', notes)).toBeNull()
    }
  })
})
