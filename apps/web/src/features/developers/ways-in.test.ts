import { expect, it } from 'vitest'
import { wayIn } from './ways-in.ts'

const cli = { id: 'latchkey-cli', name: 'Latchkey CLI', browser: true, device: true }
const page = { id: 'status-page', name: 'Status page', browser: true, device: false }

it('offers a code where an app may use one, else a password, else nothing', () => {
  expect(wayIn({ clients: [page, cli], password: true })).toEqual({ type: 'code', clientId: 'latchkey-cli' })
  expect(wayIn({ clients: [page], password: true })).toEqual({ type: 'password', clientId: 'my-script' })
  expect(wayIn({ clients: [page], password: false })).toEqual({ type: 'none' })
  expect(wayIn({ clients: [], password: false })).toEqual({ type: 'none' })
})
