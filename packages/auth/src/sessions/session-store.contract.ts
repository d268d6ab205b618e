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

    it('finds a live session by its id, for its user only', async () => {
      const store = await storesWith(aSession('a', ada))
      const target = { id: 'a' as SessionId, userId: ada.id }
      expect((await store.findLiveById(target, start))?.session.id).toBe('a')
      expect(await store.findLiveById({ ...target, userId: bob.id }, start)).toBeNull()
      expect(await store.findLiveById(target, after(start, 1000))).toBeNull()
      await store.end(target, endedBy('a'))
      expect(await store.findLiveById(target, start)).toBeNull()
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
      expect(outcomes.filter((outcome) => typeof outcome === 'object')).toHaveLength(1)
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
        else expect(await store.endAll({ userId: ada.id, keep: null }, later)).toEqual([])
        expect(await store.findLive(hash('a'), start)).toBeNull()
        expect(await store.endOverdue(after(start, 1000), 10)).toEqual([])
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
      await store.recordSeen(new Map([['a' as SessionId, { at: after(start, 10), ip: null }]]))
      expect(await store.rotate({ from: hash('a'), to: hash('a2'), sudoUntil: start })).toBe(false)
      expect(await store.listLive(ada.id, start)).toEqual([])
    })

    it('ends all of a user’s sessions but the one to keep, and nobody else’s', async () => {
      const store = await storesWith(aSession('a', ada), aSession('b', ada), aSession('c', ada), aSession('d', bob))
      const ended = await store.endAll({ userId: ada.id, keep: 'a' as SessionId }, endedBy('a'))
      expect(ended.map(({ id }) => id).toSorted()).toEqual(['b', 'c'])
      expect(ids(await store.listLive(ada.id, start))).toEqual(['a'])
      expect(ids(await store.listLive(bob.id, start))).toEqual(['d'])
      expect(await store.endAll({ userId: ada.id, keep: null }, endedBy('a'))).toEqual([
        { id: 'a', name: 'Chrome on macOS' },
      ])
    })

    it('leaves a user so many sessions and no more, ending those seen least recently, never the one to keep', async () => {
      const seen = (id: string, moment: number) => aSession(id, ada, { lastSeenAt: after(start, moment) })
      const store = await storesWith(seen('a', 3), seen('b', 1), seen('c', 2), seen('new', 0), aSession('d', bob))
      const target = { userId: ada.id, keep: 'new' as SessionId, max: 2 }
      const ended = await store.endBeyond(target, { at: start, reason: 'limit', by: target.keep })
      expect(ended.map(({ id }) => id).toSorted()).toEqual(['b', 'c'])
      expect(ids(await store.listLive(ada.id, start))).toEqual(['a', 'new'])
      expect(ids(await store.listLive(bob.id, start))).toEqual(['d'])
      expect(await store.findEnded('b' as SessionId, start)).toMatchObject({ endReason: 'limit' })
      expect(await store.endBeyond(target, { at: start, reason: 'limit', by: target.keep })).toEqual([])
    })

    it('counts only live sessions against the limit', async () => {
      const store = await storesWith(aSession('old', ada, { idleExpiresAt: after(start, 5) }), aSession('new', ada))
      const target = { userId: ada.id, keep: 'new' as SessionId, max: 1 }
      expect(await store.endBeyond(target, { at: after(start, 5), reason: 'limit', by: null })).toEqual([])
      expect(await store.endOverdue(after(start, 5), 10)).toMatchObject([{ id: 'old', ending: { reason: 'idle' } }])
    })

    it('puts overdue sessions on record once, in batches, and deletes what ended long ago', async () => {
      const store = await storesWith(
        aSession('a', ada),
        aSession('b', bob, { givenName: 'Kitchen', idleExpiresAt: after(start, 900), expiresAt: after(start, 900) }),
        aSession('c', ada, { idleExpiresAt: after(start, 5000) }),
      )
      expect(await store.endOverdue(after(start, 899), 10)).toEqual([])
      const batches = [
        await store.endOverdue(after(start, 1000), 1),
        await store.endOverdue(after(start, 1000), 1),
        await store.endOverdue(after(start, 1000), 1),
      ]
      expect(batches.map((batch) => batch.length)).toEqual([1, 1, 0])
      expect(batches.flat().toSorted((one, other) => (one.id < other.id ? -1 : 1))).toEqual([
        {
          id: 'a',
          name: 'Chrome on macOS',
          userId: ada.id,
          ending: { at: after(start, 1000), reason: 'idle', by: null },
        },
        { id: 'b', name: 'Kitchen', userId: bob.id, ending: { at: after(start, 900), reason: 'expired', by: null } },
      ])
      expect(await store.deleteEndedBefore(after(start, 900), 10)).toBe(0)
      expect(await store.deleteEndedBefore(after(start, 1001), 1)).toBe(1)
      expect(await store.deleteEndedBefore(after(start, 1001), 1)).toBe(1)
      expect(await store.end({ id: 'a' as SessionId, userId: ada.id }, endedBy('c'))).toBe('unknown')
      expect(ids(await store.listLive(ada.id, after(start, 1000)))).toEqual(['c'])
    })

    it('pages through a user’s ended sessions, the latest first, with the name of who ended each', async () => {
      const store = await storesWith(
        aSession('ender', ada, { givenName: 'Laptop' }),
        ...['a', 'b', 'c'].map((id) => aSession(id, ada)),
        aSession('bobs', bob),
      )
      const at = (moment: number): Ending => ({ ...endedBy('ender'), at: after(start, moment) })
      for (const [id, moment] of [
        ['a', 10],
        ['b', 20],
        ['c', 20],
      ] as const) {
        await store.end({ id: id as SessionId, userId: ada.id }, at(moment))
      }
      await store.endByToken(hash('bobs'), { ...at(30), by: null })

      const first = await store.listEnded(ada.id, null, 2)
      expect(first.map(({ id, endedAt, endReason, endedBy: by }) => [id, endedAt, endReason, by])).toEqual([
        ['c', after(start, 20), 'ended_by_user', { id: 'ender', name: 'Laptop' }],
        ['b', after(start, 20), 'ended_by_user', { id: 'ender', name: 'Laptop' }],
      ])
      // Two ended in one millisecond, and a page ends between them.
      expect((await store.listEnded(ada.id, first[0] ?? null, 1)).map(({ id }) => id)).toEqual(['b'])
      const rest = await store.listEnded(ada.id, first[1] ?? null, 2)
      expect(rest.map(({ id }) => id)).toEqual(['a'])
      expect(await store.listEnded(ada.id, rest[0] ?? null, 2)).toEqual([])
      expect((await store.listEnded(bob.id, null, 2)).map(({ endedBy: by }) => by)).toEqual([null])
      expect(first[0]).not.toHaveProperty('tokenHash')
    })

    it('names nobody else’s session as the one that ended it', async () => {
      const store = await storesWith(aSession('a', ada), aSession('bobs', bob, { givenName: 'Bob’s laptop' }))
      await store.end({ id: 'a' as SessionId, userId: ada.id }, endedBy('bobs'))
      expect(await store.listEnded(ada.id, null, 9)).toMatchObject([{ id: 'a', endedBy: null }])
      expect(await store.findEnded('a' as SessionId, start)).toMatchObject({ endedBy: null })
      expect(await store.findEndedByToken(hash('a'), start)).toMatchObject({ endedBy: null })
    })

    it('knows how a session ended, by its id and by its dead token, by decision and by time', async () => {
      const store = await storesWith(aSession('a', ada), aSession('b', ada))
      expect(await store.findEnded('a' as SessionId, start)).toBeNull()
      expect(await store.findEndedByToken(hash('a'), start)).toBeNull()
      await store.rotate({ from: hash('a'), to: hash('a2'), sudoUntil: start })
      await store.end({ id: 'a' as SessionId, userId: ada.id }, endedBy('b'))
      const decided = { id: 'a', endReason: 'ended_by_user', endedAt: start, endedBy: { id: 'b' } }
      expect(await store.findEnded('a' as SessionId, start)).toMatchObject(decided)
      expect(await store.findEndedByToken(hash('a2'), start)).toMatchObject(decided)

      const overdue = { id: 'b', endReason: 'idle', endedAt: after(start, 1000), endedBy: null }
      expect(await store.findEnded('b' as SessionId, after(start, 1000))).toMatchObject(overdue)
      expect(await store.findEndedByToken(hash('b'), after(start, 1000))).toMatchObject(overdue)
      expect(await store.findEndedByToken(hash('b'), after(start, 999))).toBeNull()
      expect(await store.findEndedByToken(hash('unknown'), after(start, 1000))).toBeNull()
    })

    it('tells what is new for a user, and nothing where there is nothing to compare with', async () => {
      const store = await storesWith(aSession('a', ada))
      const known = { deviceFamily: 'Chrome/macOS/desktop', network: '203.0.113.0/24' }
      const neither = { newDevice: false, newNetwork: false }
      expect(await store.whatIsNew(ada.id, known)).toEqual(neither)
      expect(await store.whatIsNew(ada.id, { ...known, deviceFamily: 'Firefox/Windows/desktop' })).toEqual({
        ...neither,
        newDevice: true,
      })
      expect(await store.whatIsNew(ada.id, { ...known, network: '198.51.100.0/24' })).toEqual({
        ...neither,
        newNetwork: true,
      })
      expect(await store.whatIsNew(ada.id, { ...known, network: null })).toEqual(neither)
      expect(await store.whatIsNew(bob.id, known)).toEqual(neither)
      await store.endByToken(hash('a'), endedBy('a'))
      expect(await store.whatIsNew(ada.id, known)).toEqual(neither)
    })

    it('renames a live session of the user, and takes the name away again', async () => {
      const store = await storesWith(aSession('a', ada))
      const target = { id: 'a' as SessionId, userId: ada.id }
      expect(await store.rename(target, 'Work לפטופ', start)).toMatchObject({ id: 'a', givenName: 'Work לפטופ' })
      expect((await store.findLive(hash('a'), start))?.session.givenName).toBe('Work לפטופ')
      expect(await store.rename(target, null, start)).toMatchObject({ givenName: null, name: 'Chrome on macOS' })
      expect(await store.rename({ ...target, userId: bob.id }, 'Mine', start)).toBeNull()
      expect(await store.rename(target, 'Late', after(start, 1000))).toBeNull()
      await store.end(target, endedBy('a'))
      expect(await store.rename(target, 'Late', start)).toBeNull()
      expect((await store.findEnded(target.id, start))?.givenName).toBeNull()
    })

    it('records when and where sessions were seen, never back in time', async () => {
      const store = await storesWith(aSession('a', ada), aSession('b', ada))
      const seen = (moment: number, ip: string) => new Map([['a' as SessionId, { at: after(start, moment), ip }]])
      await store.recordSeen(seen(50, '198.51.100.1'))
      await store.recordSeen(seen(40, '198.51.100.2'))
      const live = (await store.listLive(ada.id, start)).map(({ id, lastSeenAt, ip }) => [id, lastSeenAt, ip])
      expect(live).toEqual([
        ['a', after(start, 50), '198.51.100.2'],
        ['b', start, '203.0.113.7'],
      ])
    })
  })
}
