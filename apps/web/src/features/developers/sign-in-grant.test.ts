import { expect, it } from 'vitest'
import { signInGrant } from './sign-in-grant.ts'

const cli = { id: 'latchkey-cli', name: 'Latchkey CLI', browser: true, device: true }
const page = { id: 'status-page', name: 'Status page', browser: true, device: false }

it('offers a code where a client may use one, else a password, else nothing', () => {
  expect(signInGrant({ clients: [page, cli], password: true })).toEqual({ type: 'code', clientId: 'latchkey-cli' })
  expect(signInGrant({ clients: [page], password: true })).toEqual({ type: 'password', clientId: 'my-script' })
  expect(signInGrant({ clients: [page], password: false })).toEqual({ type: 'none' })
  expect(signInGrant({ clients: [], password: false })).toEqual({ type: 'none' })
})
