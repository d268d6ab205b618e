import { describe, expect, it } from 'vitest'
import { testingList, testingSession } from './testing-session.ts'
import { listChanges } from './list-changes.ts'

const phone = testingSession({ id: 'phone', name: 'Safari on iOS' })
const laptop = testingSession({ id: 'laptop' })

describe('listChanges', () => {
  it('finds sessions that began and that ended', () => {
    expect(listChanges(testingList(phone), testingList(laptop))).toEqual({ began: [laptop], ended: [phone] })
    expect(listChanges(testingList(), testingList())).toEqual({ began: [], ended: [] })
  })

  it('ignores that a session was used, renamed or opened', () => {
    const used = { ...phone, lastSeenAt: '2026-11-20T12:00:00.000Z', name: 'Pixel', online: true }
    expect(listChanges(testingList(phone, laptop), testingList(laptop, used))).toEqual({ began: [], ended: [] })
  })

  it('does not report the new current session as ended', () => {
    const asPhone = { current: { ...phone, current: true }, others: [laptop] }
    expect(listChanges(testingList(phone, laptop), asPhone)).toEqual({ began: [], ended: [] })
  })
})
