import { expect, it } from 'vitest'
import { clientName } from './client-name.ts'

it('calls an app by its registered name, and one that is not registered by its id', () => {
  const clients = [{ id: 'latchkey-cli', name: 'Latchkey CLI' }]
  expect(clientName('latchkey-cli', clients)).toBe('Latchkey CLI')
  expect(clientName('nightly-report', clients)).toBe('nightly-report')
})
