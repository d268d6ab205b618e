import { expect, it } from 'vitest'
import { english } from '../../language/testing-texts.ts'
import { newReason } from './new-reason.ts'

it.each([
  ['browser', true, false, 'First sign-in on record with this browser and system'],
  ['browser', false, true, 'First sign-in on record from this network'],
  ['browser', true, true, 'First sign-in on record with this browser and system, and from this network'],
  ['client', true, false, 'First sign-in on record from this kind of device'],
  ['client', true, true, 'First sign-in on record from this kind of device and this network'],
  ['browser', false, false, null],
] as const)('of a %s, with a new device: %j and a new network: %j, it says %j', (kind, device, network, reason) => {
  expect(newReason({ kind, isNew: { device, network } }, english('access'))).toBe(reason)
})
