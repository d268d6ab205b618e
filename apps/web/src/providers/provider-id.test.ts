import { providerIdInput } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { isProviderId } from './provider-id.ts'

describe('isProviderId', () => {
  it('agrees with the schema', () => {
    const candidates = [
      'google',
      'a',
      'my-id2',
      '',
      'Google',
      '2a',
      '-a',
      'a_b',
      'a/b',
      'a'.repeat(32),
      'a'.repeat(33),
      7,
    ]
    for (const value of candidates) expect(isProviderId(value)).toBe(providerIdInput.safeParse(value).success)
  })
})
