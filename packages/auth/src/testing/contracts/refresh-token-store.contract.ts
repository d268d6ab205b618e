import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { after } from '../../core/duration.ts'
import { addUser, aSession, aStart, aUser, noEvents, start } from '../fixtures.ts'
import type { RefreshTokenHash } from '../../sessions/session.ts'

const ada = aUser('ada')
const session = aSession('client', ada, { kind: 'client', clientId: 'cli' })
const hash = (name: string) => `hash-${name}` as RefreshTokenHash
const exchange = (from: string, to: string) => ({ hash: hash(from), successor: hash(to), secretId: 's', now: start })

/** What every store of refresh tokens promises implements. */
export function describeRefreshTokenStore(name: string, createStores: () => Promise<AuthStores>): void {
  const storesWithToken = async (): Promise<AuthStores> => {
    const stores = await createStores()
    await addUser(stores, ada)
    await stores.sessions.start(aStart(session, { refreshToken: hash('1') }), noEvents)
    return stores
  }

  describe(`${name} refresh token store`, () => {
    it('finds a token with its session and user', async () => {
      const { refreshTokens } = await storesWithToken()
      const live = { session, user: ada }
      expect(await refreshTokens.find(hash('1'), start)).toEqual({ sessionId: session.id, used: null, live })
      expect(await refreshTokens.find(hash('2'), start)).toBeNull()
      expect(await refreshTokens.find(hash('1'), after(start, 1000))).toMatchObject({ live: null })
    })

    it('exchanges a token for one of many concurrent callers', async () => {
      const { refreshTokens } = await storesWithToken()
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => refreshTokens.exchange(exchange('1', '2'))))
      expect(outcomes.filter(Boolean)).toHaveLength(1)
      const used = { sessionId: session.id, usedAt: start, secretId: 's' }
      expect(await refreshTokens.find(hash('1'), start)).toMatchObject({ used })
      expect(await refreshTokens.find(hash('2'), start)).toMatchObject({ used: null, sessionId: session.id })
    })

    it('exchanges no token of a session that has ended, by decision or by time', async () => {
      const { refreshTokens, sessions } = await storesWithToken()
      expect(await refreshTokens.exchange({ ...exchange('1', '2'), now: after(start, 1000) })).toBe(false)
      await sessions.end(session, { at: start, reason: 'ended_by_user', by: null }, noEvents)
      expect(await refreshTokens.exchange(exchange('1', '2'))).toBe(false)
      expect(await refreshTokens.find(hash('1'), start)).toMatchObject({ used: null, live: null })
      expect(await refreshTokens.find(hash('2'), start)).toBeNull()
    })
  })
}
