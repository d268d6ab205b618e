import { expect, it } from 'vitest'
import { canUsePasskeys } from './can-use-passkeys.ts'

it.each([
  ['id.example.com', true, true],
  ['localhost', true, true],
  ['id.example.com', false, false],
  ['127.0.0.1', true, false],
  ['192.0.2.1', true, false],
  ['[::1]', true, false],
])('at %s, where the browser knows credentials: %s, passkeys can be used: %s', (hostname, knowsCredentials, can) => {
  expect(canUsePasskeys({ hostname }, knowsCredentials)).toBe(can)
})
