import { expect, it } from 'vitest'
import { clientName } from './client-name.ts'

it('returns the registered name of a client, or the id of one that is not registered', () => {
  const clients = [{ id: 'latchkey-cli', name: 'Latchkey CLI' }]
  expect(clientName('latchkey-cli', clients)).toBe('Latchkey CLI')
  expect(clientName('nightly-report', clients)).toBe('nightly-report')
})
