import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { after } from '../../core/duration.ts'
import { addSession, addUser, aSession, aStart, aUser, noEvents, start, tokenHash } from '../fixtures.ts'
import { aChallenge } from './a-challenge.ts'
import { aMail } from './a-mail.ts'
import { anEvent, eventsOf } from './recorded-events.ts'
import type { User } from '../../users/user.ts'
import type { IdentityId } from '@latchkey/schema'
import type { Identity } from '../../identities/identity.ts'

const ada = aUser('ada')
const bob = aUser('bob')
const usableProviders = ['google', 'github']

function anIdentity(id: string, user: User, changes: Partial<Identity> = {}): Identity {
  return {
    id: id as IdentityId,
    userId: user.id,
    provider: 'google',
    issuer: 'https://google.example',
    subject: `subject-${id}`,
    email: user.email,
    linkedAt: start,
    lastUsedAt: start,
    ...changes,
  }
}

/** Links an identity in a session of its user, which ends afterwards. */
async function linked(stores: AuthStores, identity: Identity): Promise<string> {
  const session = aSession(`linking-${identity.id}`, { ...ada, id: identity.userId })
  await addSession(stores, session)
  const outcome = await stores.identities.link({ identity, token: session.tokenHash, now: start }, noEvents)
  await stores.sessions.end(session, { at: start, reason: 'signed_out', by: null }, noEvents)
  return outcome
}

/** What every identity store promises implements. */
export function describeIdentityStore(name: string, createStores: () => Promise<AuthStores>): void {
  const storesWithAda = async (...identities: readonly Identity[]): Promise<AuthStores> => {
    const stores = await createStores()
    await addUser(stores, bob)
    const [first, ...more] = identities
    if (first === undefined) await addUser(stores, ada)
    else await stores.identities.signUp({ user: ada, identity: first, start: aStart(aSession('a', ada)) }, noEvents)
    for (const identity of more) await linked(stores, identity)
    return stores
  }

  describe(`${name} identity store`, () => {
    it('stores a user, an identity and a session in one transaction', async () => {
      const identity = anIdentity('1', ada)
      const { identities, sessions, users } = await storesWithAda(identity)
      expect(await identities.findByKey(identity)).toEqual({ identity, user: ada })
      expect(await users.findByEmail(ada.email)).toEqual(ada)
      expect(await sessions.listLive(ada.id, start)).toHaveLength(1)
    })

    it('signs up one of many concurrent callers with one identity', async () => {
      const { identities, sessions } = await createStores()
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const user = { ...aUser(`ada-${index}`), email: `${index}@example.com` }
          const identity = anIdentity(String(index), user, { subject: 'the same' })
          return identities.signUp({ user, identity, start: aStart(aSession(`s-${index}`, user)) }, noEvents)
        }),
      )
      expect(outcomes.filter((outcome) => typeof outcome === 'object')).toHaveLength(1)
      expect(outcomes.filter((outcome) => outcome === 'identity_taken')).toHaveLength(19)
      const winner = aUser(`ada-${outcomes.findIndex((outcome) => typeof outcome === 'object')}`)
      expect(await sessions.listLive(winner.id, start)).toHaveLength(1)
    })

    it('stores nothing when the email is taken', async () => {
      const { identities, sessions } = await storesWithAda()
      const other = { ...aUser('other'), email: ada.email }
      const identity = anIdentity('1', other)
      const signUp = { user: other, identity, start: aStart(aSession('s', other)) }
      expect(await identities.signUp(signUp, noEvents)).toBe('email_taken')
      expect(await identities.findByKey(identity)).toBeNull()
      expect(await sessions.listLive(other.id, start)).toEqual([])
    })

    it('creates no user with an address that an undo of a change of address waits for', async () => {
      const stores = await storesWithAda()
      const other = { ...aUser('other'), email: 'earlier@example.com' }
      const identity = anIdentity('1', other)
      const signUp = { user: other, identity, start: aStart(aSession('s', other)) }
      const undo = { kind: 'undo_email_change', email: other.email, userId: ada.id } as const
      await stores.challenges.create(aChallenge('undo', { ...undo, expiresAt: after(start, 1) }), aMail('undo'))
      expect(await stores.identities.signUp(signUp, () => [anEvent(other.id)])).toBe('email_reserved')
      expect(await stores.identities.findByKey(identity)).toBeNull()
      expect(await stores.users.findByEmail(other.email)).toBeNull()
      expect(await eventsOf(stores, other.id)).toEqual([])
      const later = { ...signUp, user: { ...other, createdAt: after(start, 1) } }
      expect(await stores.identities.signUp(later, noEvents)).toMatchObject({ session: { id: 's' } })
    })

    it('links one identity to one user only', async () => {
      const stores = await storesWithAda()
      expect(await linked(stores, anIdentity('1', ada, { subject: 's' }))).toBe('linked')
      expect(await linked(stores, anIdentity('2', bob, { subject: 's' }))).toBe('identity_taken')
      const ofOther = anIdentity('3', bob, { subject: 's', issuer: 'https://other.example' })
      expect(await linked(stores, ofOther)).toBe('linked')
      expect(await stores.identities.listByUser(ada.id)).toHaveLength(1)
    })

    it('links an identity only with the token of a live session of its user', async () => {
      const stores = await storesWithAda()
      const session = aSession('own', ada)
      await addSession(stores, session)
      const link = (identity: Identity, now = start) =>
        stores.identities.link({ identity, token: session.tokenHash, now }, () => [anEvent(ada.id)])
      expect(await link(anIdentity('1', bob))).toBe('session_ended')
      expect(await link(anIdentity('1', ada), session.idleExpiresAt)).toBe('session_ended')
      const rotation = {
        id: session.id,
        from: session.tokenHash,
        to: tokenHash('own-2'),
        stepUpUntil: after(start, 600),
        secondFactor: null,
      }
      await stores.sessions.rotate(rotation, noEvents)
      expect(await link(anIdentity('1', ada))).toBe('session_ended')
      expect(await stores.identities.listByUser(ada.id)).toEqual([])
      expect(await eventsOf(stores, ada.id)).toEqual([])
      await stores.sessions.rotate({ ...rotation, from: rotation.to, to: rotation.from }, noEvents)
      expect(await link(anIdentity('1', ada))).toBe('linked')
      expect(await eventsOf(stores, ada.id)).toEqual(['event-1'])
    })

    it('stores a use and the email that came with it', async () => {
      const identity = anIdentity('1', ada)
      const { identities } = await storesWithAda(identity)
      await identities.recordUse({ id: identity.id, email: null, now: after(start, 5) })
      expect(await identities.listByUser(ada.id)).toEqual([{ ...identity, email: null, lastUsedAt: after(start, 5) }])
    })

    it('removes only identities of the given user', async () => {
      const identity = anIdentity('1', ada)
      const { identities } = await storesWithAda(identity)
      expect(
        await identities.remove({ id: identity.id, userId: bob.id, usableProviders, usablePasskeys: true }, noEvents),
      ).toBe('unknown')
      expect(
        await identities.remove(
          { id: 'none' as IdentityId, userId: ada.id, usableProviders, usablePasskeys: true },
          noEvents,
        ),
      ).toBe('unknown')
      expect(await identities.listByUser(ada.id)).toHaveLength(1)
    })

    it('keeps the last sign-in method, counting only those that work', async () => {
      const google = anIdentity('1', ada)
      const retired = anIdentity('2', ada, { provider: 'retired' })
      const { identities } = await storesWithAda(google, retired)
      expect(
        await identities.remove({ id: google.id, userId: ada.id, usableProviders, usablePasskeys: true }, noEvents),
      ).toBe('last_sign_in_method')
      expect(
        await identities.remove({ id: retired.id, userId: ada.id, usableProviders, usablePasskeys: true }, noEvents),
      ).toBe('removed')
      expect(
        await identities.remove({ id: google.id, userId: ada.id, usableProviders, usablePasskeys: true }, noEvents),
      ).toBe('last_sign_in_method')
    })

    it('counts a password as a sign-in method', async () => {
      const google = anIdentity('1', bob)
      const stores = await storesWithAda()
      const { identities } = stores
      await linked(stores, google)
      expect(
        await identities.remove({ id: google.id, userId: bob.id, usableProviders, usablePasskeys: true }, noEvents),
      ).toBe('removed')
    })

    it('makes one of two concurrent removals of the last two sign-in methods', async () => {
      const [google, github] = [anIdentity('1', ada), anIdentity('2', ada, { provider: 'github' })]
      const { identities } = await storesWithAda(google, github)
      const removals = [google, github].map(({ id }) =>
        identities.remove({ id, userId: ada.id, usableProviders, usablePasskeys: true }, noEvents),
      )
      expect((await Promise.all(removals)).toSorted()).toEqual(['last_sign_in_method', 'removed'])
    })

    it('starts a session through a linked identity, and stores the use with it', async () => {
      const identity = anIdentity('1', ada)
      const stores = await storesWithAda(identity)
      const use = { id: identity.id, email: null, now: after(start, 5) }
      const signIn = (user: User, id: string) =>
        stores.identities.signIn({ use, start: aStart(aSession(id, user)) }, () => [anEvent(user.id, `event-${id}`)])
      expect(await signIn(bob, 'bobs')).toBeNull()
      expect(await stores.sessions.findLive(tokenHash('bobs'), start)).toBeNull()
      expect((await signIn(ada, 'new'))?.session.id).toBe('new')
      expect(await stores.identities.listByUser(ada.id)).toMatchObject([{ email: null, lastUsedAt: after(start, 5) }])
      expect(await eventsOf(stores, ada.id)).toEqual(['event-new'])
    })

    it('links an identity and starts a session, or does neither', async () => {
      const stores = await storesWithAda()
      const linkAndSignIn = (user: User, id: string) =>
        stores.identities.linkAndSignIn(
          { identity: anIdentity(id, user, { subject: 'the same' }), start: aStart(aSession(id, user)) },
          noEvents,
        )
      const outcomes = await Promise.all([linkAndSignIn(ada, 'a'), linkAndSignIn(bob, 'b')])
      expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1)
      const [winner, loser] = outcomes[0] === null ? ['b', 'a'] : ['a', 'b']
      expect(await stores.sessions.findLive(tokenHash(winner), start)).not.toBeNull()
      expect(await stores.sessions.findLive(tokenHash(loser), start)).toBeNull()
    })

    it('rotates the token of a session that is stepped up through an identity', async () => {
      const identity = anIdentity('1', ada)
      const stores = await storesWithAda(identity)
      const use = { id: identity.id, email: null, now: after(start, 5) }
      const session = aSession('a', ada)
      const rotation = {
        id: session.id,
        from: session.tokenHash,
        to: tokenHash('a2'),
        stepUpUntil: after(start, 600),
        secondFactor: null,
      }
      const stepUp = () => stores.identities.stepUp({ use, rotation }, () => [anEvent(ada.id)])
      expect(await stepUp()).toBe(true)
      expect(await stepUp()).toBe(false)
      expect((await stores.sessions.findLive(tokenHash('a2'), start))?.session.id).toBe('a')
      expect(await stores.identities.listByUser(ada.id)).toMatchObject([{ lastUsedAt: after(start, 5) }])
      expect(await eventsOf(stores, ada.id)).toEqual(['event-1'])
    })
  })
}
