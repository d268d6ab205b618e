import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth.ts'
import { after } from '../../duration.ts'
import { addUser, aSession, aUser, start } from '../../testing.ts'
import type { User } from '../../users/user.ts'
import type { Identity, IdentityId } from './identity.ts'

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

/** What every identity store promises, whatever it is made of. */
export function describeIdentityStore(name: string, createStores: () => AuthStores): void {
  const storesWithAda = async (...identities: readonly Identity[]): Promise<AuthStores> => {
    const stores = createStores()
    await addUser(stores, bob)
    const [first, ...more] = identities
    if (first === undefined) await addUser(stores, ada)
    else await stores.identities.signUp({ user: ada, identity: first, session: aSession('a', ada) })
    for (const identity of more) await stores.identities.insert(identity)
    return stores
  }

  describe(`${name} identity store`, () => {
    it('signs up a user, an identity and a session in one', async () => {
      const identity = anIdentity('1', ada)
      const { identities, sessions, users } = await storesWithAda(identity)
      expect(await identities.findByKey(identity)).toEqual({ identity, user: ada })
      expect(await users.findByEmail(ada.email)).toEqual(ada)
      expect(await sessions.listLive(ada.id, start)).toHaveLength(1)
    })

    it('lets one of many concurrent sign-ups have an identity', async () => {
      const { identities, sessions } = createStores()
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const user = { ...aUser(`ada-${index}`), email: `${index}@example.com` }
          const identity = anIdentity(String(index), user, { subject: 'the same' })
          return identities.signUp({ user, identity, session: aSession(`s-${index}`, user) })
        }),
      )
      expect(outcomes.filter((outcome) => outcome === 'inserted')).toHaveLength(1)
      expect(outcomes.filter((outcome) => outcome === 'identity_taken')).toHaveLength(19)
      const winner = aUser(`ada-${outcomes.indexOf('inserted')}`)
      expect(await sessions.listLive(winner.id, start)).toHaveLength(1)
    })

    it('leaves nothing behind when the e-mail is taken', async () => {
      const { identities, sessions } = await storesWithAda()
      const other = { ...aUser('other'), email: ada.email }
      const identity = anIdentity('1', other)
      expect(await identities.signUp({ user: other, identity, session: aSession('s', other) })).toBe('email_taken')
      expect(await identities.findByKey(identity)).toBeNull()
      expect(await sessions.listLive(other.id, start)).toEqual([])
    })

    it('links one identity to one user only', async () => {
      const { identities } = await storesWithAda()
      expect(await identities.insert(anIdentity('1', ada, { subject: 's' }))).toBe('inserted')
      expect(await identities.insert(anIdentity('2', bob, { subject: 's' }))).toBe('identity_taken')
      expect(await identities.insert(anIdentity('3', bob, { subject: 's', issuer: 'https://other.example' }))).toBe(
        'inserted',
      )
      expect(await identities.listByUser(ada.id)).toHaveLength(1)
    })

    it('notes a use and the e-mail of the day', async () => {
      const identity = anIdentity('1', ada)
      const { identities } = await storesWithAda(identity)
      await identities.recordUse({ id: identity.id, email: null, now: after(start, 5) })
      expect(await identities.listByUser(ada.id)).toEqual([{ ...identity, email: null, lastUsedAt: after(start, 5) }])
    })

    it('removes none but the user’s own', async () => {
      const identity = anIdentity('1', ada)
      const { identities } = await storesWithAda(identity)
      expect(await identities.remove({ id: identity.id, userId: bob.id, usableProviders })).toBe('unknown')
      expect(await identities.remove({ id: 'none' as IdentityId, userId: ada.id, usableProviders })).toBe('unknown')
      expect(await identities.listByUser(ada.id)).toHaveLength(1)
    })

    it('keeps the last way in, counting only what works', async () => {
      const google = anIdentity('1', ada)
      const retired = anIdentity('2', ada, { provider: 'retired' })
      const { identities } = await storesWithAda(google, retired)
      expect(await identities.remove({ id: google.id, userId: ada.id, usableProviders })).toBe('last_way_in')
      expect(await identities.remove({ id: retired.id, userId: ada.id, usableProviders })).toBe('removed')
      expect(await identities.remove({ id: google.id, userId: ada.id, usableProviders })).toBe('last_way_in')
    })

    it('counts a password as a way in', async () => {
      const google = anIdentity('1', bob)
      const { identities } = await storesWithAda()
      await identities.insert(google)
      expect(await identities.remove({ id: google.id, userId: bob.id, usableProviders })).toBe('removed')
    })

    it('lets one of two removals of the last two win', async () => {
      const [google, github] = [anIdentity('1', ada), anIdentity('2', ada, { provider: 'github' })]
      const { identities } = await storesWithAda(google, github)
      const removals = [google, github].map(({ id }) => identities.remove({ id, userId: ada.id, usableProviders }))
      expect((await Promise.all(removals)).toSorted()).toEqual(['last_way_in', 'removed'])
    })
  })
}
