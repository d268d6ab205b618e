import type { SessionView } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { testingSession } from '../../session/testing-session.ts'
import { deviceGroups, repeatedNames, ungrouped } from './device-groups.ts'

function groupsOf(...sessions: readonly SessionView[]): readonly string[] {
  return deviceGroups(sessions).map((group) => group.sessions.map(({ id }) => id).join('+'))
}

const mac = testingSession({ id: 'mac' })
const otherMac = testingSession({ id: 'other-mac', ip: '198.51.100.1', signInMethod: 'oauth:google' })
const phone = testingSession({ id: 'phone', os: 'Android', device: 'mobile', derivedName: 'P', name: 'P' })
const unknown = {
  browser: null,
  os: null,
  device: 'unknown',
  name: 'Unknown device',
  derivedName: 'Unknown device',
} as const

describe('deviceGroups', () => {
  it('groups sessions of the same browser, system and kind of device, in the order of their first ones', () => {
    expect(groupsOf(mac, phone, otherMac)).toEqual(['mac+other-mac', 'phone'])
  })

  it('keeps a tablet and a phone of one system apart', () => {
    expect(groupsOf(phone, { ...phone, id: 'tablet', device: 'tablet' })).toEqual(['phone', 'tablet'])
  })

  it('leaves a session alone that its user named', () => {
    expect(groupsOf(mac, { ...otherMac, name: 'Work laptop' })).toEqual(['mac', 'other-mac'])
  })

  it('does not take unknown browsers for one device', () => {
    expect(groupsOf(testingSession({ ...unknown, id: 'a' }), testingSession({ ...unknown, id: 'b' }))).toEqual([
      'a',
      'b',
    ])
  })

  it('groups scripts by their name', () => {
    const curl = testingSession({ ...unknown, id: 'curl', device: 'script', name: 'curl', derivedName: 'curl' })
    const wget = { ...curl, id: 'wget', name: 'Wget', derivedName: 'Wget' }
    expect(groupsOf(curl, wget, { ...curl, id: 'curl-2' })).toEqual(['curl+curl-2', 'wget'])
  })

  it('groups apps by their name, and apart from browsers', () => {
    const cli = testingSession({ ...unknown, id: 'cli', kind: 'client', name: 'CLI', derivedName: 'CLI' })
    const job = { ...cli, id: 'job', name: 'Job', derivedName: 'Job' }
    expect(groupsOf(cli, job, { ...cli, id: 'cli-2' })).toEqual(['cli+cli-2', 'job'])
    expect(groupsOf(mac, { ...mac, id: 'app', kind: 'client' })).toEqual(['mac', 'app'])
  })

  it('keeps the id of a group when its first session is gone', () => {
    expect(deviceGroups([mac, otherMac])[0]?.id).toBe(deviceGroups([otherMac])[0]?.id)
  })
})

it('names that several sessions share are repeated', () => {
  expect([...repeatedNames(ungrouped([mac, phone, otherMac]))]).toEqual(['Chrome on macOS'])
  expect(repeatedNames(deviceGroups([mac, phone])).size).toBe(0)
})
