import { describe, expect, it } from 'vitest'
import { createTestEntries } from '../storage/testing-storage-entries.ts'
import {
  lastAuthorizationRequest,
  rememberAuthorizationRequest,
  type AuthorizationRequest,
} from './authorization-request.ts'

const request: AuthorizationRequest = { kind: 'sign_in', provider: 'google', returnTo: '/password', remember: true }

describe('lastAuthorizationRequest', () => {
  it('returns the request that was stored last', () => {
    const entries = createTestEntries()
    expect(lastAuthorizationRequest('google', entries)).toBeNull()
    rememberAuthorizationRequest({ ...request, returnTo: '/' }, entries)
    rememberAuthorizationRequest(request, entries)
    expect(lastAuthorizationRequest('google', entries)).toEqual(request)
  })

  it('returns null for another provider', () => {
    const entries = createTestEntries()
    rememberAuthorizationRequest(request, entries)
    expect(lastAuthorizationRequest('github', entries)).toBeNull()
  })

  it('returns null when the entry is not an authorization request', () => {
    const entries = createTestEntries()
    for (const text of ['', 'no', 'null', '7', '{"provider":"google"}', '{"provider":"google","returnTo":"/"}']) {
      entries.write('latchkey-authorization-request', text)
      expect(lastAuthorizationRequest('google', entries)).toBeNull()
    }
  })
})
