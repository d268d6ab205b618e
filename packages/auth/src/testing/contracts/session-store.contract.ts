import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { after } from '../../core/duration.ts'
import { addSession, addUser, aSession, aStart, aUser, noEvents, start, tokenHash as hash } from '../fixtures.ts'
import type { SessionId } from '@latchkey/schema'
import type { Ending, Session } from '../../sessions/session.ts'
import { whatIsNew } from '../../sessions/known-origins.ts'
import { anEvent, eventsOf } from './recorded-events.ts'

const ada = aUser('ada')
const bob = aUser('bob')
const endedBy = (by: string): Ending => ({ at: start, reason: 'ended_by_user', by: by as SessionId })
const ids = (sessions: readonly Session[]): readonly string[] => sessions.map((session) => session.id)

/** What every session store promises implements. */
export function describeSessionStore(name: string, createStores: () => Promise<AuthStores>): void {
  const allStoresWith = async (...sessions: readonly Session[]): Promise<AuthStores> => {
    const stores = await createStores()
    await addUser(stores, ada)
    await addUser(stores, bob)
    for (const session of sessions) await addSession(stores, session)
    return stores
  }
  const storesWith = async (...sessions: readonly Session[]): Promise<AuthStores['sessions']> =>
    (await allStoresWith(...sessions)).sessions
  const rotation = (id: string, to: string) => ({
    id: id as SessionId,
    from: hash(id),
    to: hash(to),
    stepUpUntil: start,
    secondFactor: null,
  })

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
      await store.end(target, endedBy('a'), noEvents)
      expect(await store.findLiveById(target, start)).toBeNull()
    })

    it('returns every field as it was stored', async () => {
      const bare = {
        name: 'Ünïcode ‏שלום',
        browser: null,
        os: null,
        ip: null,
        remembered: true,
        stepUpUntil: after(start, 7),
      }
      const session = aSession('a', ada, { ...bare, device: 'unknown', kind: 'client' })
      const store = await storesWith(session)
      expect((await store.findLive(hash('a'), start))?.session).toEqual(session)
    })

    it('finds no live session from the idle limit on', async () => {
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

    it('rotates a token: the old one stops working as the new one starts, and the id stays', async () => {
      const store = await storesWith(aSession('a', ada))
      const stepUpUntil = after(start, 500)
      expect(await store.rotate({ ...rotation('a', 'a2'), stepUpUntil }, noEvents)).toBe(true)
      expect(await store.findLive(hash('a'), start)).toBeNull()
      expect((await store.findLive(hash('a2'), start))?.session).toMatchObject({ id: 'a', stepUpUntil })
    })

    it('makes one of many concurrent rotations', async () => {
      const store = await storesWith(aSession('a', ada))
      const rotations = Array.from({ length: 20 }, (_, index) => store.rotate(rotation('a', `next-${index}`), noEvents))
      expect((await Promise.all(rotations)).filter(Boolean)).toHaveLength(1)
      expect(await store.listLive(ada.id, start)).toHaveLength(1)
    })

    it('ends a session for one of many concurrent callers', async () => {
      const store = await storesWith(aSession('a', ada), aSession('b', ada))
      const target = { id: 'a' as SessionId, userId: ada.id }
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => store.end(target, endedBy('b'), noEvents)))
      expect(outcomes.filter((outcome) => typeof outcome === 'object')).toHaveLength(1)
      expect(outcomes.filter((outcome) => outcome === 'already_ended')).toHaveLength(9)
      expect(await store.findLive(hash('a'), start)).toBeNull()
      expect(ids(await store.listLive(ada.id, start))).toEqual(['b'])
    })

    it('answers the same for another user’s session and for an unknown id', async () => {
      const store = await storesWith(aSession('a', ada))
      expect(await store.end({ id: 'a' as SessionId, userId: bob.id }, endedBy('b'), noEvents)).toBe('unknown')
      expect(await store.end({ id: 'none' as SessionId, userId: bob.id }, endedBy('b'), noEvents)).toBe('unknown')
      expect(await store.findLive(hash('a'), start)).not.toBeNull()
    })

    it('returns no session that time had ended, and removes its token, which a clock set back would revive', async () => {
      for (const end of ['one', 'all'] as const) {
        const store = await storesWith(aSession('a', ada))
        const later = { ...endedBy('b'), at: after(start, 1000) }
        if (end === 'one')
          expect(await store.end({ id: 'a' as SessionId, userId: ada.id }, later, noEvents)).toBe('already_ended')
        else expect(await store.endAll({ userId: ada.id, keep: null }, later, noEvents)).toEqual([])
        expect(await store.findLive(hash('a'), start)).toBeNull()
        expect(await store.endOverdue(after(start, 1000), 10, noEvents)).toEqual([])
      }
    })

    it('never makes an ended session live again', async () => {
      const store = await storesWith(aSession('a', ada))
      await store.end(aSession('a', ada), endedBy('a'), noEvents)
      await store.renew(hash('a'), after(start, 4000))
      await store.recordSeen(new Map([['a' as SessionId, { at: after(start, 10), ip: null }]]))
      expect(await store.rotate(rotation('a', 'a2'), noEvents)).toBe(false)
      expect(await store.listLive(ada.id, start)).toEqual([])
    })

    it('ends all of a user’s sessions but the one to keep, and no other user’s', async () => {
      const store = await storesWith(aSession('a', ada), aSession('b', ada), aSession('c', ada), aSession('d', bob))
      const ended = await store.endAll({ userId: ada.id, keep: 'a' as SessionId }, endedBy('a'), noEvents)
      expect(ended.map(({ id }) => id).toSorted()).toEqual(['b', 'c'])
      expect(ids(await store.listLive(ada.id, start))).toEqual(['a'])
      expect(ids(await store.listLive(bob.id, start))).toEqual(['d'])
      expect(await store.endAll({ userId: ada.id, keep: null }, endedBy('a'), noEvents)).toEqual([
        { id: 'a', name: 'Chrome on macOS' },
      ])
    })

    it('counts last uses that come with a start for the limit, and keeps them', async () => {
      const seen = (id: string, moment: number) => aSession(id, ada, { lastSeenAt: after(start, moment) })
      const store = await storesWith(seen('a', 1), seen('b', 2), aSession('d', bob))
      const uses = new Map([['a' as SessionId, { at: after(start, 3), ip: '198.51.100.1' }]])
      const started = await store.start(aStart(seen('new', 0), { max: 2, seen: uses }), noEvents)
      expect(started.beyondLimit.map(({ id }) => id)).toEqual(['b'])
      const [kept] = await store.listLive(ada.id, start)
      expect(kept).toMatchObject({ id: 'a', lastSeenAt: after(start, 3), ip: '198.51.100.1' })
    })

    it('leaves a user as many sessions as the limit, ending those seen least recently, never the new one', async () => {
      const seen = (id: string, moment: number) => aSession(id, ada, { lastSeenAt: after(start, moment) })
      const store = await storesWith(seen('a', 3), seen('b', 1), seen('c', 2), aSession('d', bob))
      const started = await store.start(aStart(seen('new', 0), { max: 2 }), noEvents)
      expect(started.beyondLimit.map(({ id }) => id).toSorted()).toEqual(['b', 'c'])
      expect(ids(await store.listLive(ada.id, start))).toEqual(['a', 'new'])
      expect(ids(await store.listLive(bob.id, start))).toEqual(['d'])
      expect(await store.findEnded('b' as SessionId, start)).toMatchObject({
        endReason: 'limit',
        endedBy: { id: 'new' },
      })
      expect((await store.start(aStart(seen('newer', 9), { max: 3 }), noEvents)).beyondLimit).toEqual([])
    })

    it('counts only live sessions against the limit', async () => {
      const store = await storesWith(aSession('old', ada, { idleExpiresAt: after(start, 5) }))
      const started = await store.start(aStart(aSession('new', ada), { max: 1, now: after(start, 5) }), noEvents)
      expect(started.beyondLimit).toEqual([])
      const overdue = await store.endOverdue(after(start, 5), 10, noEvents)
      expect(overdue).toMatchObject([{ id: 'old', ending: { reason: 'idle' } }])
    })

    it('ends the session that a new one replaces, in the same transaction, and only that of its owner', async () => {
      const store = await storesWith(aSession('a', ada), aSession('bobs', bob))
      const replacing = (id: string, target: Session) =>
        aStart(aSession(id, ada), { replaces: { target, ending: { at: start, reason: 'replaced', by: null } } })
      const started = await store.start(replacing('new', aSession('a', ada)), noEvents)
      expect(started.replaced).toEqual({ id: 'a', name: 'Chrome on macOS' })
      expect(await store.findLive(hash('a'), start)).toBeNull()
      expect((await store.start(replacing('newer', aSession('a', ada)), noEvents)).replaced).toBeNull()
      const ofOther = { ...aSession('bobs', bob), userId: ada.id }
      expect((await store.start(replacing('newest', ofOther), noEvents)).replaced).toBeNull()
      expect(await store.findLive(hash('bobs'), start)).not.toBeNull()
    })

    it('refuses a session whose id or token is stored already, and changes nothing', async () => {
      const store = await storesWith(aSession('a', ada), aSession('b', ada))
      const replaces = { target: aSession('b', ada), ending: { at: start, reason: 'replaced', by: null } } as const
      for (const duplicate of [
        aSession('a', bob, { tokenHash: hash('other') }),
        aSession('other', bob, { tokenHash: hash('a') }),
      ]) {
        await expect(store.start(aStart(duplicate, { replaces }), noEvents)).rejects.toBeInstanceOf(Error)
        expect(ids(await store.listLive(ada.id, start)).toSorted()).toEqual(['a', 'b'])
        expect(await store.listLive(bob.id, start)).toEqual([])
      }
    })

    it('puts overdue sessions on record once, in batches, and deletes what ended long ago', async () => {
      const store = await storesWith(
        aSession('a', ada),
        aSession('b', bob, { givenName: 'Kitchen', idleExpiresAt: after(start, 900), expiresAt: after(start, 900) }),
        aSession('c', ada, { idleExpiresAt: after(start, 5000) }),
      )
      expect(await store.endOverdue(after(start, 899), 10, noEvents)).toEqual([])
      const batches = [
        await store.endOverdue(after(start, 1000), 1, noEvents),
        await store.endOverdue(after(start, 1000), 1, noEvents),
        await store.endOverdue(after(start, 1000), 1, noEvents),
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
      expect(await store.end({ id: 'a' as SessionId, userId: ada.id }, endedBy('c'), noEvents)).toBe('unknown')
      expect(ids(await store.listLive(ada.id, after(start, 1000)))).toEqual(['c'])
    })

    it('pages through a user’s ended sessions, the latest first, with the name of the session that ended each', async () => {
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
        await store.end({ id: id as SessionId, userId: ada.id }, at(moment), noEvents)
      }
      await store.end(aSession('bobs', bob), { ...at(30), by: null }, noEvents)

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

    it('names no other user’s session as the one that ended a session', async () => {
      const store = await storesWith(aSession('a', ada), aSession('bobs', bob, { givenName: 'Bob’s laptop' }))
      await store.end({ id: 'a' as SessionId, userId: ada.id }, endedBy('bobs'), noEvents)
      expect(await store.listEnded(ada.id, null, 9)).toMatchObject([{ id: 'a', endedBy: null }])
      expect(await store.findEnded('a' as SessionId, start)).toMatchObject({ endedBy: null })
      expect(await store.findEndedByToken(hash('a'), start)).toMatchObject({ endedBy: null })
    })

    it('finds how a session ended by its id and by its last token, by decision and by time', async () => {
      const store = await storesWith(aSession('a', ada), aSession('b', ada))
      expect(await store.findEnded('a' as SessionId, start)).toBeNull()
      expect(await store.findEndedByToken(hash('a'), start)).toBeNull()
      await store.rotate(rotation('a', 'a2'), noEvents)
      await store.end({ id: 'a' as SessionId, userId: ada.id }, endedBy('b'), noEvents)
      const decided = { id: 'a', endReason: 'ended_by_user', endedAt: start, endedBy: { id: 'b' } }
      expect(await store.findEnded('a' as SessionId, start)).toMatchObject(decided)
      expect(await store.findEndedByToken(hash('a2'), start)).toMatchObject(decided)

      const overdue = { id: 'b', endReason: 'idle', endedAt: after(start, 1000), endedBy: null }
      expect(await store.findEnded('b' as SessionId, after(start, 1000))).toMatchObject(overdue)
      expect(await store.findEndedByToken(hash('b'), after(start, 1000))).toMatchObject(overdue)
      expect(await store.findEndedByToken(hash('b'), after(start, 999))).toBeNull()
      expect(await store.findEndedByToken(hash('unknown'), after(start, 1000))).toBeNull()
    })

    it('finds which origins of a user are known, and nothing new where there is nothing to compare with', async () => {
      const store = await storesWith(aSession('a', ada))
      const known = { deviceFamily: 'Chrome/macOS/desktop', network: '203.0.113.0/24' }
      const newIn = async (user: typeof ada, origin: { deviceFamily: string; network: string | null }) =>
        whatIsNew(origin, await store.findKnownOrigins(user.id, origin))
      const neither = { newDevice: false, newNetwork: false }
      expect(await newIn(ada, known)).toEqual(neither)
      const firefox = { ...known, deviceFamily: 'Firefox/Windows/desktop' }
      expect(await newIn(ada, firefox)).toEqual({ ...neither, newDevice: true })
      expect(await newIn(ada, { ...known, network: '198.51.100.0/24' })).toEqual({ ...neither, newNetwork: true })
      expect(await newIn(ada, { ...known, network: null })).toEqual(neither)
      expect(await newIn(bob, known)).toEqual(neither)
      await store.end(aSession('a', ada), endedBy('a'), noEvents)
      expect(await newIn(ada, known)).toEqual(neither)
    })

    it('renames a live session of the user, and takes the name away again', async () => {
      const store = await storesWith(aSession('a', ada))
      const target = { id: 'a' as SessionId, userId: ada.id }
      expect(await store.rename(target, 'Work לפטופ', start, noEvents)).toMatchObject({
        id: 'a',
        givenName: 'Work לפטופ',
      })
      expect((await store.findLive(hash('a'), start))?.session.givenName).toBe('Work לפטופ')
      expect(await store.rename(target, null, start, noEvents)).toMatchObject({
        givenName: null,
        name: 'Chrome on macOS',
      })
      expect(await store.rename({ ...target, userId: bob.id }, 'Mine', start, noEvents)).toBeNull()
      expect(await store.rename(target, 'Late', after(start, 1000), noEvents)).toBeNull()
      await store.end(target, endedBy('a'), noEvents)
      expect(await store.rename(target, 'Late', start, noEvents)).toBeNull()
      expect((await store.findEnded(target.id, start))?.givenName).toBeNull()
    })

    it('stores when and from where sessions were seen, and ignores a sighting that is older than the last', async () => {
      const store = await storesWith(aSession('a', ada), aSession('b', ada))
      const seen = (moment: number, ip: string) => new Map([['a' as SessionId, { at: after(start, moment), ip }]])
      await store.recordSeen(seen(50, '198.51.100.1'))
      await store.recordSeen(seen(40, '198.51.100.2'))
      const shown = async () =>
        (await store.listLive(ada.id, start)).map(({ id, lastSeenAt, ip }) => [id, lastSeenAt, ip])
      expect(await shown()).toEqual([
        ['a', after(start, 50), '198.51.100.1'],
        ['b', start, '203.0.113.7'],
      ])
      await store.recordSeen(seen(50, '198.51.100.3'))
      expect((await shown())[0]).toEqual(['a', after(start, 50), '198.51.100.3'])
    })

    it('changes a role and ends that user’s sessions', async () => {
      const { users, sessions } = await allStoresWith(aSession('a', ada), aSession('bobs', bob))
      const change = { userId: ada.id, role: 'admin', ending: { at: start, reason: 'role_changed', by: null } } as const
      expect(await sessions.changeRole(change, noEvents)).toMatchObject([{ id: 'a' }])
      expect((await users.findByEmail(ada.email))?.role).toBe('admin')
      expect((await users.findByEmail(bob.email))?.role).toBe('user')
      expect(await sessions.listLive(ada.id, start)).toEqual([])
      expect(await sessions.listLive(bob.id, start)).toHaveLength(1)
    })

    it('stores each change together with its events, and no event without a change', async () => {
      const stores = await allStoresWith(aSession('a', ada), aSession('b', ada), aSession('c', ada))
      const { sessions } = stores
      const event = (id: string) => () => [anEvent(ada.id, id)]
      const target = (id: string) => aSession(id, ada)
      const late = after(start, 1000)
      await sessions.start(aStart(aSession('d', ada)), ({ session }) => [anEvent(ada.id, `1-started-${session.id}`)])
      await sessions.rename(target('a'), 'Laptop', start, ({ givenName }) => [
        anEvent(ada.id, `2-renamed-${givenName}`),
      ])
      await sessions.rename(target('none'), 'Laptop', start, event('x-rename'))
      await sessions.rotate(rotation('a', 'a2'), event('3-rotated'))
      await sessions.rotate(rotation('a', 'a3'), event('x-rotate'))
      await sessions.end(target('b'), endedBy('a'), ({ id }) => [anEvent(ada.id, `4-ended-${id}`)])
      await sessions.end(target('b'), endedBy('a'), event('x-end'))
      await sessions.end(target('none'), endedBy('a'), event('x-unknown'))
      await sessions.endAll({ userId: ada.id, keep: 'a' as SessionId }, endedBy('a'), (ended) => [
        anEvent(
          ada.id,
          `5-all-${ended
            .map(({ id }) => id)
            .toSorted()
            .join('')}`,
        ),
      ])
      await sessions.endOverdue(late, 10, (ended) => ended.map(({ id }) => anEvent(ada.id, `6-overdue-${id}`)))
      expect((await eventsOf(stores, ada.id)).toReversed()).toEqual([
        '1-started-d',
        '2-renamed-Laptop',
        '3-rotated',
        '4-ended-b',
        '5-all-cd',
        '6-overdue-a',
      ])
    })

    it('changes nothing when its events can’t be stored', async () => {
      const stores = await allStoresWith(aSession('a', ada))
      const { sessions, events } = stores
      await events.append([anEvent(ada.id, 'taken')])
      if (name === 'memory') return
      const taken = () => [anEvent(ada.id, 'taken')]
      await expect(sessions.end(aSession('a', ada), endedBy('a'), taken)).rejects.toBeInstanceOf(Error)
      await expect(sessions.endAll({ userId: ada.id, keep: null }, endedBy('a'), taken)).rejects.toBeInstanceOf(Error)
      await expect(sessions.rotate(rotation('a', 'a2'), taken)).rejects.toBeInstanceOf(Error)
      await expect(sessions.start(aStart(aSession('b', ada)), taken)).rejects.toBeInstanceOf(Error)
      expect(ids(await sessions.listLive(ada.id, start))).toEqual(['a'])
      expect(await sessions.findLive(hash('a'), start)).not.toBeNull()
    })
  })
}
