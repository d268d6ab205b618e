import { describe, expect, it } from 'vitest'
import { methodName } from './method-name.ts'

describe('methodName', () => {
  it('is the password, or what the provider is called', () => {
    const providers = [{ id: 'example', name: 'Example ID' }]
    expect(methodName('password', providers)).toBe('Password')
    expect(methodName('oauth:example', providers)).toBe('Example ID')
    expect(methodName('oauth:acme', providers)).toBe('Acme')
  })
})
