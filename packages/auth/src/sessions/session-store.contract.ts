import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../auth.ts'
import { after } from '../duration.ts'
import { addUser, aSession, aUser, start } from '../testing.ts'
import type { Ending, Session, SessionId } from './session.ts'
import { hashSessionToken, type SessionToken } from './session-token.ts'

const ada = aUser('ada')
const bob = aUser('bob')
const endedBy = (by: string): Ending => ({ at: start, reason: 'ended_by_user', by: by as SessionId })
const hash = (token: string) => hashSessionToken(token as SessionToken)
const ids = (sessions: readonly Session[]): readonly string[] => sessions.map((session) => session.id)

/** What every session store promises, whatever it is made of. */
export function describeSessionStore(name: string, createStores: () => AuthStores): void {
  const storesWith = async (...sessions: readonly Session[]): Promise<AuthStores['sessions']> => {
    const stores = createStores()
    await addUser(stores, ada)
    await addUser(stores, bob)
    for (const session of sessions) await stores.sessions.insert(session)
    return stores.sessions
  }

  describe(`${name} session store`, () => {
    it('finds a live session and its user by the token hash', async () => {
      const session = aSession('a', ada)
      const store = await storesWith(session, aSession('b', bob))
      expect(await store.findLive(hash('a'), start)).toEqual({ session, user: ada })
      expect(await store.findLive(hash('unknown'), start)).toBeNull()
    })

    it('keeps every field as it was given', async () => {
      const bare = {
        name: 'Ünïcode ‏שלום',
        browser: null,
        os: null,
        ip: null,
        remembered: true,
        sudoUntil: after(start, 7),
      }
      const session = aSession('a', ada, { ...bare, device: 'unknown', kind: 'client' })
      const store = await storesWith(session)
      expect((await store.findLive(hash('a'), start))?.session).toEqual(session)
    })

    it('finds nothing from the idle limit on', async () => {
      const store = await storesWith(aSession('a', ada))
      expect(await store.findLive(hash('a'), after(start, 999))).not.toBeNull()
      expect(await store.findLive(hash('a'), after(start, 1000))).toBeNull()
      expect(await store.listLive(ada.id, after(start, 1000))).toEqual([])
    })

    it('lists the live sessions of one user, last seen first', async () => {
      const store = await storesWith(
        aSession('old', ada),
        aSession('new', ada, { lastSeenAt: after(start, 10) }),
        aSession('other', bob),
        aSession('over', ada, { idleExpiresAt: after(start, 5) }),
      )
      expect(ids(await store.listLive(ada.id, after(start, 20)))).toEqual(['new', 'old'])
    })

    it('renews forward only, and never past the absolute limit', async () => {
      const store = await storesWith(aSession('a', ada))
      await store.renew(hash('a'), after(start, 3000))
      await store.renew(hash('a'), after(start, 2000))
      expect((await store.findLive(hash('a'), start))?.session.idleExpiresAt).toEqual(after(start, 3000))
      await store.renew(hash('a'), after(start, 9000))
      expect((await store.findLive(hash('a'), start))?.session.idleExpiresAt).toEqual(after(start, 5000))
    })

    it('rotates: the old token dies as the new one starts, the id stays', async () => {
      const store = await storesWith(aSession('a', ada))
      const sudoUntil = after(start, 500)
      expect(await store.rotate({ from: hash('a'), to: hash('a2'), sudoUntil })).toBe(true)
      expect(await store.findLive(hash('a'), start)).toBeNull()
      expect((await store.findLive(hash('a2'), start))?.session).toMatchObject({ id: 'a', sudoUntil })
    })

    it('lets one of many concurrent rotations win', async () => {
      const store = await storesWith(aSession('a', ada))
      const rotations = Array.from({ length: 20 }, (_, index) =>
        store.rotate({ from: hash('a'), to: hash(`next-${index}`), sudoUntil: start }),
      )
      expect((await Promise.all(rotations)).filter(Boolean)).toHaveLength(1)
      expect(await store.listLive(ada.id, start)).toHaveLength(1)
    })

    it('ends a session once, whoever else tries', async () => {
      const store = await storesWith(aSession('a', ada), aSession('b', ada))
      const target = { id: 'a' as SessionId, userId: ada.id }
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => store.end(target, endedBy('b'))))
      expect(outcomes.filter((outcome) => outcome === 'ended')).toHaveLength(1)
      expect(outcomes.filter((outcome) => outcome === 'already_ended')).toHaveLength(9)
      expect(await store.findLive(hash('a'), start)).toBeNull()
      expect(ids(await store.listLive(ada.id, start))).toEqual(['b'])
    })

    it('says the same of another user’s session and of none', async () => {
      const store = await storesWith(aSession('a', ada))
      expect(await store.end({ id: 'a' as SessionId, userId: bob.id }, endedBy('b'))).toBe('unknown')
      expect(await store.end({ id: 'nobody’s' as SessionId, userId: bob.id }, endedBy('b'))).toBe('unknown')
      expect(await store.findLive(hash('a'), start)).not.toBeNull()
    })

    it('counts nothing that time had ended, yet leaves no token to come back if the clock is set back', async () => {
      for (const end of ['one', 'all'] as const) {
        const store = await storesWith(aSession('a', ada))
        const later = { ...endedBy('b'), at: after(start, 1000) }
        if (end === 'one')
          expect(await store.end({ id: 'a' as SessionId, userId: ada.id }, later)).toBe('already_ended')
        else expect(await store.endAll({ userId: ada.id, keep: null }, later)).toBe(0)
        expect(await store.findLive(hash('a'), start)).toBeNull()
        expect(await store.endOverdue(after(start, 1000))).toBe(0)
      }
    })

    it('ends by token, once', async () => {
      const store = await storesWith(aSession('a', ada))
      expect(await store.endByToken(hash('a'), endedBy('a'))).toBe(true)
      expect(await store.endByToken(hash('a'), endedBy('a'))).toBe(false)
      expect(await store.findLive(hash('a'), start)).toBeNull()
    })

    it('never brings an ended session back', async () => {
      const store = await storesWith(aSession('a', ada))
      await store.endByToken(hash('a'), endedBy('a'))
      await store.renew(hash('a'), after(start, 4000))
      await store.recordSeen(new Map([['a' as SessionId, after(start, 10)]]))
      expect(await store.rotate({ from: hash('a'), to: hash('a2'), sudoUntil: start })).toBe(false)
      expect(await store.listLive(ada.id, start)).toEqual([])
    })

    it('ends all of a user’s sessions but the one to keep, and nobody else’s', async () => {
      const store = await storesWith(aSession('a', ada), aSession('b', ada), aSession('c', ada), aSession('d', bob))
      expect(await store.endAll({ userId: ada.id, keep: 'a' as SessionId }, endedBy('a'))).toBe(2)
      expect(ids(await store.listLive(ada.id, start))).toEqual(['a'])
      expect(ids(await store.listLive(bob.id, start))).toEqual(['d'])
      expect(await store.endAll({ userId: ada.id, keep: null }, endedBy('a'))).toBe(1)
    })

    it('puts overdue sessions on record once, and deletes what ended long ago', async () => {
      const store = await storesWith(aSession('a', ada), aSession('b', ada, { idleExpiresAt: after(start, 5000) }))
      expect(await store.endOverdue(after(start, 999))).toBe(0)
      expect(await store.endOverdue(after(start, 1000))).toBe(1)
      expect(await store.endOverdue(after(start, 1000))).toBe(0)
      expect(await store.deleteEndedBefore(after(start, 1000))).toBe(0)
      expect(await store.deleteEndedBefore(after(start, 1001))).toBe(1)
      expect(await store.end({ id: 'a' as SessionId, userId: ada.id }, endedBy('b'))).toBe('unknown')
      expect(ids(await store.listLive(ada.id, after(start, 1000)))).toEqual(['b'])
    })

    it('records when sessions were seen, never back in time', async () => {
      const store = await storesWith(aSession('a', ada), aSession('b', ada))
      await store.recordSeen(new Map([['a' as SessionId, after(start, 50)]]))
      await store.recordSeen(new Map([['a' as SessionId, after(start, 40)]]))
      const seen = (await store.listLive(ada.id, start)).map((session) => [session.id, session.lastSeenAt])
      expect(seen).toEqual([
        ['a', after(start, 50)],
        ['b', start],
      ])
    })
  })
}
