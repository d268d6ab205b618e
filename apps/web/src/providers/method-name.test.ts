import { describe, expect, it } from 'vitest'
import { methodName } from './method-name.ts'

describe('methodName', () => {
  it('names the password, or the provider', () => {
    const providers = [{ id: 'example', name: 'Example ID' }]
    expect(methodName('password', providers)).toBe('Password')
    expect(methodName('oauth:example', providers)).toBe('Example ID')
    expect(methodName('oauth:acme', providers)).toBe('Acme')
  })
})
