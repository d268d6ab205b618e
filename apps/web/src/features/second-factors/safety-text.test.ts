import { expect, it } from 'vitest'
import { safetyText } from './safety-text.ts'

it.each([
  [true, null, 'exposed'],
  [false, null, 'exposedAccounts'],
  [true, '2026-11-20T09:00:00.000Z', 'protected'],
  [false, '2026-11-20T09:00:00.000Z', 'protectedAccounts'],
] as const)('a user with a password (%s) and an app since %s is %s', (hasPassword, totpSince, text) => {
  expect(safetyText({ hasPassword }, { totpSince })).toBe(text)
})
