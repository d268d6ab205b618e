import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../auth.ts'
import { after } from '../duration.ts'
import { addUser, aSession, aUser, start } from '../testing.ts'
import type { RefreshTokenHash } from './refresh-token.ts'

const ada = aUser('ada')
const session = aSession('client', ada, { kind: 'client', clientId: 'cli' })
const hash = (name: string) => `hash-${name}` as RefreshTokenHash
const exchange = (from: string, to: string) => ({ hash: hash(from), successor: hash(to), secretId: 's', now: start })

/** What every store of refresh tokens promises, whatever it is made of. */
export function describeRefreshTokenStore(name: string, createStores: () => AuthStores): void {
  const storesWithToken = async (): Promise<AuthStores> => {
    const stores = createStores()
    await addUser(stores, ada)
    await stores.sessions.insert(session)
    await stores.refreshTokens.insert({ hash: hash('1'), sessionId: session.id, createdAt: start })
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

    it('exchanges a token once, however many ask at once', async () => {
      const { refreshTokens } = await storesWithToken()
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => refreshTokens.exchange(exchange('1', '2'))))
      expect(outcomes.filter(Boolean)).toHaveLength(1)
      const used = { sessionId: session.id, usedAt: start, secretId: 's' }
      expect(await refreshTokens.find(hash('1'), start)).toMatchObject({ used })
      expect(await refreshTokens.find(hash('2'), start)).toMatchObject({ used: null, sessionId: session.id })
    })

    it('exchanges none of a session that is over, by decision or by time', async () => {
      const { refreshTokens, sessions } = await storesWithToken()
      expect(await refreshTokens.exchange({ ...exchange('1', '2'), now: after(start, 1000) })).toBe(false)
      await sessions.end({ id: session.id, userId: ada.id }, { at: start, reason: 'ended_by_user', by: null })
      expect(await refreshTokens.exchange(exchange('1', '2'))).toBe(false)
      expect(await refreshTokens.find(hash('1'), start)).toMatchObject({ used: null, live: null })
      expect(await refreshTokens.find(hash('2'), start)).toBeNull()
    })
  })
}
