import { expect, it } from 'vitest'
import { english } from '../../language/testing-texts.ts'
import { newReason } from './new-reason.ts'

it.each([
  ['Firefox', true, false, 'First sign-in on record with this browser and system'],
  ['Firefox', false, true, 'First sign-in on record from this network'],
  ['Firefox', true, true, 'First sign-in on record with this browser and system, and from this network'],
  [null, true, false, 'First sign-in on record from this kind of device'],
  [null, true, true, 'First sign-in on record from this kind of device and this network'],
  ['Firefox', false, false, null],
] as const)(
  'of the browser %j, with a new device: %j and a new network: %j, it says %j',
  (browser, device, network, reason) => {
    expect(newReason({ browser, os: 'Linux', isNew: { device, network } }, english('access'))).toBe(reason)
  },
)
