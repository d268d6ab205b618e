import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { after } from '../../core/duration.ts'
import type { SessionId, UserId } from '@latchkey/schema'
import { start } from '../fixtures.ts'
import type { AuthorizationRequest, BrowserHash, StateHash } from '../../oauth/authorization-request.ts'

function aRequest(state: string, changes: Partial<AuthorizationRequest> = {}): AuthorizationRequest {
  return {
    stateHash: state as StateHash,
    browserHash: 'browser' as BrowserHash,
    provider: 'google',
    intent: { kind: 'sign_in', remember: true },
    codeVerifier: 'verifier',
    nonce: 'nonce',
    returnTo: '/password?x=1',
    expiresAt: after(start, 1000),
    ...changes,
  }
}

/** What every store of authorization requests promises implements. */
export function describeAuthorizationRequestStore(name: string, createStores: () => Promise<AuthStores>): void {
  describe(`${name} authorization request store`, () => {
    it('returns a stored request once', async () => {
      const { requests } = await createStores()
      const link = { kind: 'link', userId: 'u' as UserId, sessionId: 's' as SessionId } as const
      for (const request of [
        aRequest('a'),
        aRequest('b', { intent: link }),
        aRequest('c', { intent: { kind: 'sign_in', remember: false } }),
      ]) {
        await requests.insert(request)
        expect(await requests.consume(request.stateHash)).toEqual(request)
        expect(await requests.consume(request.stateHash)).toBeNull()
      }
    })

    it('gives a request to one of many concurrent callers', async () => {
      const { requests } = await createStores()
      await requests.insert(aRequest('a'))
      await requests.insert(aRequest('b'))
      const found = await Promise.all(Array.from({ length: 20 }, () => requests.consume('a' as StateHash)))
      expect(found.filter((request) => request !== null)).toHaveLength(1)
      expect(await requests.consume('b' as StateHash)).not.toBeNull()
    })

    it('deletes expired requests and no others', async () => {
      const { requests } = await createStores()
      await requests.insert(aRequest('old'))
      await requests.insert(aRequest('new', { expiresAt: after(start, 2000) }))
      expect(await requests.deleteExpiredBefore(after(start, 1001), 5)).toBe(1)
      expect(await requests.consume('old' as StateHash)).toBeNull()
      expect(await requests.consume('new' as StateHash)).not.toBeNull()
    })
  })
}
