import { describe, expect, it } from 'vitest'
import { providerName } from './provider-name.ts'

const providers = [{ id: 'example', name: 'Example ID' }]

describe('providerName', () => {
  it('returns the name that the server gives', () => {
    expect(providerName('example', providers)).toBe('Example ID')
    expect(providerName('google', [{ id: 'google', name: 'Google (test)' }])).toBe('Google (test)')
  })

  it('returns a name for a provider that is no longer on offer', () => {
    expect(providerName('github', providers)).toBe('GitHub')
    expect(providerName('gitlab', [])).toBe('GitLab')
    expect(providerName('acme-corp', [])).toBe('Acme-corp')
    expect(providerName('constructor', [])).toBe('Constructor')
  })
})
