import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { after } from '../../core/duration.ts'
import { addUser, aSession, aStart, aUser, noEvents, start } from '../fixtures.ts'
import type { RefreshTokenHash } from '../../sessions/session.ts'
import type { RefreshTokenFamily } from '../../tokens/refresh-token.ts'

const ada = aUser('ada')
const session = aSession('client', ada, { kind: 'client', clientId: 'cli' })
const hash = (name: string) => `hash-${name}` as RefreshTokenHash
const family = 'family' as RefreshTokenFamily
const key = (name: string) => ({ hash: hash(name), family })
const exchange = (from: string, to: string, now = start) => ({
  ...key(from),
  successor: hash(to),
  secretId: 's',
  now,
  keepUsed: { since: after(now, -100), max: 2 },
})

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
      expect(await refreshTokens.find(key('1'), start)).toEqual({ sessionId: session.id, used: null, live })
      expect(await refreshTokens.find(key('2'), start)).toBeNull()
      expect(await refreshTokens.find(key('1'), after(start, 1000))).toMatchObject({ live: null })
    })

    it('exchanges a token for one of many concurrent callers', async () => {
      const { refreshTokens } = await storesWithToken()
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => refreshTokens.exchange(exchange('1', '2'))))
      expect(outcomes.filter(Boolean)).toHaveLength(1)
      const used = { sessionId: session.id, usedAt: start, secretId: 's', family }
      expect(await refreshTokens.find(key('1'), start)).toMatchObject({ used })
      expect(await refreshTokens.find(key('2'), start)).toMatchObject({ used: null, sessionId: session.id })
    })

    it('exchanges no token of a session that has ended, by decision or by time', async () => {
      const { refreshTokens, sessions } = await storesWithToken()
      expect(await refreshTokens.exchange({ ...exchange('1', '2'), now: after(start, 1000) })).toBe(false)
      await sessions.end(session, { at: start, reason: 'ended_by_user', by: null }, noEvents)
      expect(await refreshTokens.exchange(exchange('1', '2'))).toBe(false)
      expect(await refreshTokens.find(key('1'), start)).toMatchObject({ used: null, live: null })
      expect(await refreshTokens.find(key('2'), start)).toBeNull()
    })

    it('keeps the used tokens that it is told to, and knows the others of the family as forgotten', async () => {
      const { refreshTokens } = await storesWithToken()
      for (const moment of [1, 2, 3, 4]) {
        expect(await refreshTokens.exchange(exchange(`${moment}`, `${moment + 1}`, after(start, moment)))).toBe(true)
      }
      const usesOf = async (): Promise<readonly unknown[]> =>
        Promise.all(
          ['1', '2', '3', '4', '5', '6'].map(async (token) => {
            const used = (await refreshTokens.find(key(token), start))?.used
            return typeof used === 'object' && used !== null ? used.usedAt : used
          }),
        )
      const [third, fourth] = [after(start, 3), after(start, 4)]
      expect(await usesOf()).toEqual(['forgotten', 'forgotten', third, fourth, null, 'forgotten'])
      await refreshTokens.exchange(exchange('5', '6', after(start, 104)))
      expect(await usesOf()).toEqual(['forgotten', 'forgotten', 'forgotten', fourth, after(start, 104), null])
      await refreshTokens.exchange(exchange('6', '7', after(start, 300)))
      expect(await usesOf()).toEqual([...Array.from({ length: 5 }, () => 'forgotten'), after(start, 300)])
      const stranger = { hash: hash('1'), family: 'another' as RefreshTokenFamily }
      expect(await refreshTokens.find(stranger, start)).toBeNull()
      expect(await refreshTokens.find(key('1'), after(start, 1000))).toEqual({
        sessionId: session.id,
        used: 'forgotten',
        live: null,
      })
    })
  })
}
