import { describe, expect, it } from 'vitest'
import { type KnownOrigins, type SessionOrigin, whatIsNew } from './known-origins.ts'

const origin: SessionOrigin = { deviceFamily: 'Chrome/macOS/desktop', network: '203.0.113.0/24' }
const unknownNetwork: SessionOrigin = { ...origin, network: null }
const nothingKnown: KnownOrigins = {
  hasSession: false,
  hasDeviceFamily: false,
  hasNetwork: false,
  hasSameNetwork: false,
}
const sameOrigin: KnownOrigins = { hasSession: true, hasDeviceFamily: true, hasNetwork: true, hasSameNetwork: true }

describe('whatIsNew', () => {
  it('finds nothing new in the first session of a user', () => {
    expect(whatIsNew(origin, nothingKnown)).toEqual({ newDevice: false, newNetwork: false })
  })

  it('finds nothing new when the device and the network are known', () => {
    expect(whatIsNew(origin, sameOrigin)).toEqual({ newDevice: false, newNetwork: false })
  })

  it('finds a new device when no session on record has its device family', () => {
    const known = { ...sameOrigin, hasDeviceFamily: false }
    expect(whatIsNew(origin, known)).toEqual({ newDevice: true, newNetwork: false })
  })

  it('finds a new network when no session on record has it', () => {
    const known = { ...sameOrigin, hasSameNetwork: false }
    expect(whatIsNew(origin, known)).toEqual({ newDevice: false, newNetwork: true })
  })

  it('finds no new network when the network of the session is unknown', () => {
    const known = { ...sameOrigin, hasDeviceFamily: false, hasSameNetwork: false }
    expect(whatIsNew(unknownNetwork, known)).toEqual({ newDevice: true, newNetwork: false })
  })

  it('finds no new network when no session on record has a known one', () => {
    const known = { ...sameOrigin, hasNetwork: false, hasSameNetwork: false }
    expect(whatIsNew(origin, known)).toEqual({ newDevice: false, newNetwork: false })
  })
})
