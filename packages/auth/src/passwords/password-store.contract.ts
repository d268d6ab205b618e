import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../auth.ts'
import { after } from '../duration.ts'
import type { IdentityId } from '../oauth/identities/identity.ts'
import { addUser, aSession, aUser, start } from '../testing.ts'
import { hashSessionToken, type SessionToken } from '../sessions/session-token.ts'
import type { PasswordChange } from './password-store.ts'

const ada = aUser('ada')
const bob = aUser('bob')
const hash = (token: string) => hashSessionToken(token as SessionToken)
const own = aSession('own', ada)

function changeOf(changes: Partial<PasswordChange> = {}): PasswordChange {
  return {
    userId: ada.id,
    from: 'old',
    to: 'new',
    session: { id: own.id, from: hash('own'), to: hash('own-2'), sudoUntil: after(start, 600) },
    ending: { at: start, reason: 'password_changed', by: own.id },
    ...changes,
  }
}

/** What every password store promises, whatever it is made of. */
export function describePasswordStore(name: string, createStores: () => AuthStores): void {
  const storesWithSessions = async (): Promise<AuthStores> => {
    const stores = createStores()
    await addUser(stores, ada, 'old')
    await addUser(stores, bob, 'bobs')
    for (const session of [own, aSession('other', ada), aSession('bobs', bob)]) await stores.sessions.insert(session)
    return stores
  }

  describe(`${name} password store`, () => {
    it('finds a user and their hash by e-mail', async () => {
      const { passwords } = await storesWithSessions()
      expect(await passwords.findByEmail('ada@example.com')).toEqual({ user: ada, hash: 'old' })
      expect(await passwords.findByEmail('nobody@example.com')).toBeNull()
      expect(await passwords.findHash(ada.id)).toBe('old')
    })

    it('lets one of many concurrent sign-ups have an e-mail', async () => {
      const { passwords, sessions } = createStores()
      const attempts = Array.from({ length: 20 }, (_, index) => {
        const user = { ...aUser(`ada-${index}`), email: ada.email }
        return passwords.signUp({ user, hash: `hash-${index}`, session: aSession(`s-${index}`, user) })
      })
      const outcomes = await Promise.all(attempts)
      expect(outcomes.filter((outcome) => outcome === 'inserted')).toHaveLength(1)
      const found = await passwords.findByEmail(ada.email)
      const winner = outcomes.indexOf('inserted')
      expect(found?.hash).toBe(`hash-${winner}`)
      expect((await sessions.findLive(hash(`s-${winner}`), start))?.user).toEqual(found?.user)
      expect(await sessions.findLive(hash(`s-${winner === 0 ? 1 : 0}`), start)).toBeNull()
    })

    it('changes the password, the calling token and every other session, in one', async () => {
      const { passwords, sessions } = await storesWithSessions()
      expect(await passwords.change(changeOf())).toEqual([{ id: 'other', name: 'Chrome on macOS' }])
      expect(await passwords.findHash(ada.id)).toBe('new')
      expect(await sessions.findLive(hash('own'), start)).toBeNull()
      expect((await sessions.findLive(hash('own-2'), start))?.session.id).toBe('own')
      expect(await sessions.findLive(hash('other'), start)).toBeNull()
      expect(await sessions.findLive(hash('bobs'), start)).not.toBeNull()
    })

    it('changes nothing when the password has moved on', async () => {
      const { passwords, sessions } = await storesWithSessions()
      expect(await passwords.change(changeOf({ from: 'older' }))).toBeNull()
      expect(await passwords.findHash(ada.id)).toBe('old')
      expect(await sessions.findLive(hash('own'), start)).not.toBeNull()
      expect(await sessions.findLive(hash('other'), start)).not.toBeNull()
    })

    it('changes nothing when the session has ended', async () => {
      const { passwords, sessions } = await storesWithSessions()
      await sessions.endByToken(hash('own'), { at: start, reason: 'ended_by_user', by: null })
      expect(await passwords.change(changeOf())).toBeNull()
      expect(await passwords.findHash(ada.id)).toBe('old')
      expect(await sessions.findLive(hash('other'), start)).not.toBeNull()
    })

    it('lets one of many concurrent changes win', async () => {
      const { passwords } = await storesWithSessions()
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, index) => passwords.change(changeOf({ to: `new-${index}` }))),
      )
      expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1)
    })

    it('sets a password once, together with the session’s new token', async () => {
      const { passwords, sessions, identities } = createStores()
      const eve = aUser('eve')
      const identity = { id: 'i' as IdentityId, userId: eve.id, provider: 'p', issuer: 'i', subject: 's', email: null }
      const session = aSession('eves', eve)
      await identities.signUp({ user: eve, identity: { ...identity, linkedAt: start, lastUsedAt: start }, session })
      const set = (from: string, to: string) =>
        passwords.set({
          userId: eve.id,
          hash: `hash-${to}`,
          session: { id: session.id, from: hash(from), to: hash(to), sudoUntil: after(start, 600) },
          now: start,
        })
      expect(await set('another', 'eves-2')).toBe('session_ended')
      expect(await passwords.findHash(eve.id)).toBeNull()
      expect(await set('eves', 'eves-2')).toBe('set')
      expect(await sessions.findLive(hash('eves'), start)).toBeNull()
      expect(await set('eves-2', 'eves-3')).toBe('has_password')
      expect((await sessions.findLive(hash('eves-2'), start))?.session.id).toBe('eves')
      expect(await passwords.findHash(eve.id)).toBe('hash-eves-2')
    })

    it('re-hashes only the hash that it was told of', async () => {
      const { passwords } = await storesWithSessions()
      expect(await passwords.rehash({ userId: ada.id, from: 'older', to: 'lost' })).toBe(false)
      expect(await passwords.findHash(ada.id)).toBe('old')
      expect(await passwords.rehash({ userId: ada.id, from: 'old', to: 'stronger' })).toBe(true)
      expect(await passwords.findHash(ada.id)).toBe('stronger')
    })
  })
}
