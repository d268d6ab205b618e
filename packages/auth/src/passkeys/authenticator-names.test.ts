import { expect, it } from 'vitest'
import { authenticatorName } from './authenticator-names.ts'

it.each([
  ['fbfc3007-154e-4ecc-8c0b-6e020557d7bd', 'iCloud Keychain'],
  ['ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4', 'Google Password Manager'],
  ['2fc0579f-8113-47ea-b116-bb5a8db9202a', 'YubiKey 5'],
  ['00000000-0000-0000-0000-000000000000', null],
])('the authenticators with the AAGUID %s are named %s', (aaguid, name) => {
  expect(authenticatorName(aaguid)).toBe(name)
})
