import { describe, expect, it } from 'vitest'
import { methodOf } from './session-words.ts'

describe('methodOf', () => {
  it('is the password, or what the provider is called', () => {
    const providers = [{ id: 'example', name: 'Example ID' }]
    expect(methodOf({ signInMethod: 'password' }, providers)).toBe('Password')
    expect(methodOf({ signInMethod: 'oauth:example' }, providers)).toBe('Example ID')
    expect(methodOf({ signInMethod: 'oauth:acme' }, providers)).toBe('Acme')
  })
})
