import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { after } from '../../core/duration.ts'
import type { IdentityId } from '@latchkey/schema'
import { addSession, addUser, aSession, aStart, aUser, noEvents, start, tokenHash as hash } from '../fixtures.ts'
import { anEvent, eventsOf } from './recorded-events.ts'
import { maxParametersInUse, type PasswordChange } from '../../passwords/password-store.ts'

const ada = aUser('ada')
const bob = aUser('bob')
const own = aSession('own', ada)

function changeOf(changes: Partial<PasswordChange> = {}): PasswordChange {
  return {
    userId: ada.id,
    from: 'old',
    to: 'new',
    rotation: { id: own.id, from: hash('own'), to: hash('own-2'), stepUpUntil: after(start, 600), secondFactor: null },
    ending: { at: start, reason: 'password_changed', by: own.id },
    ...changes,
  }
}

/** What every password store promises implements. */
export function describePasswordStore(name: string, createStores: () => Promise<AuthStores>): void {
  const storesWithSessions = async (): Promise<AuthStores> => {
    const stores = await createStores()
    await addUser(stores, ada, 'old')
    await addUser(stores, bob, 'bobs')
    for (const session of [own, aSession('other', ada), aSession('bobs', bob)]) await addSession(stores, session)
    return stores
  }

  describe(`${name} password store`, () => {
    it('finds a user and their hash by email', async () => {
      const { passwords } = await storesWithSessions()
      expect(await passwords.findByEmail('ada@example.com')).toEqual({ user: ada, hash: 'old' })
      expect(await passwords.findByEmail('unknown@example.com')).toBeNull()
      expect(await passwords.findHash(ada.id)).toBe('old')
    })

    it('returns the parameters of the stored hashes, each once and sorted, and at most sixteen', async () => {
      const { passwords, ...stores } = await createStores()
      expect(await passwords.parametersInUse()).toEqual([])
      const hashes = [
        '$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA',
        '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
        '$argon2id$v=19$m=8,t=1,p=1$b3RoZXI$aGFzaA',
        '$argon2d$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA',
        'no PHC string',
        'short',
      ]
      for (const [n, stored] of hashes.entries()) await addUser({ passwords, ...stores }, aUser(`u${n}`), stored)
      expect(await passwords.parametersInUse()).toEqual([
        '$argon2d$v=19$m=8,t=1,p=1$',
        '$argon2id$v=19$m=19456,t=2,p=1$',
        '$argon2id$v=19$m=8,t=1,p=1$',
        'no PHC string',
        'short',
      ])
      const old = '$argon2d$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA'
      await passwords.rehash({ userId: aUser('u3').id, from: old, to: 'short' })
      expect((await passwords.parametersInUse())[0]).toBe('$argon2id$v=19$m=19456,t=2,p=1$')
      for (let n = 0; n < 20; n += 1) await addUser({ passwords, ...stores }, aUser(`more${n}`), `more ${n}`)
      expect(await passwords.parametersInUse()).toHaveLength(maxParametersInUse)
    })

    it('signs up one of many concurrent callers with one email', async () => {
      const { passwords, sessions } = await createStores()
      const attempts = Array.from({ length: 20 }, (_, index) => {
        const user = { ...aUser(`ada-${index}`), email: ada.email }
        return passwords.signUp({ user, hash: `hash-${index}`, start: aStart(aSession(`s-${index}`, user)) }, noEvents)
      })
      const outcomes = await Promise.all(attempts)
      expect(outcomes.filter((outcome) => outcome !== 'email_taken')).toHaveLength(1)
      const found = await passwords.findByEmail(ada.email)
      const winner = outcomes.findIndex((outcome) => outcome !== 'email_taken')
      expect(found?.hash).toBe(`hash-${winner}`)
      expect((await sessions.findLive(hash(`s-${winner}`), start))?.user).toEqual(found?.user)
      expect(await sessions.findLive(hash(`s-${winner === 0 ? 1 : 0}`), start)).toBeNull()
    })

    it('changes the password and the calling token, and ends every other session, in one transaction', async () => {
      const { passwords, sessions } = await storesWithSessions()
      expect(await passwords.change(changeOf(), noEvents)).toEqual({
        ended: [{ id: 'other', name: 'Chrome on macOS' }],
        connectedAccounts: 0,
      })
      expect(await passwords.findHash(ada.id)).toBe('new')
      expect(await sessions.findLive(hash('own'), start)).toBeNull()
      expect((await sessions.findLive(hash('own-2'), start))?.session.id).toBe('own')
      expect(await sessions.findLive(hash('other'), start)).toBeNull()
      expect(await sessions.findLive(hash('bobs'), start)).not.toBeNull()
    })

    it('counts the accounts that stay connected when the password changes', async () => {
      const stores = await storesWithSessions()
      const key = { provider: 'p', issuer: 'i', email: null, linkedAt: start, lastUsedAt: start }
      const identities = ['1', '2'].map((subject) => ({ ...key, id: subject as IdentityId, userId: ada.id, subject }))
      for (const identity of identities) {
        await stores.identities.link({ identity, token: own.tokenHash, now: start }, noEvents)
      }
      expect(await stores.passwords.change(changeOf(), noEvents)).toMatchObject({ connectedAccounts: 2 })
    })

    it('changes nothing when the password has changed', async () => {
      const { passwords, sessions } = await storesWithSessions()
      expect(await passwords.change(changeOf({ from: 'older' }), noEvents)).toBeNull()
      expect(await passwords.findHash(ada.id)).toBe('old')
      expect(await sessions.findLive(hash('own'), start)).not.toBeNull()
      expect(await sessions.findLive(hash('other'), start)).not.toBeNull()
    })

    it('changes nothing when the session has ended', async () => {
      const { passwords, sessions } = await storesWithSessions()
      await sessions.end(own, { at: start, reason: 'ended_by_user', by: null }, noEvents)
      expect(await passwords.change(changeOf(), noEvents)).toBeNull()
      expect(await passwords.findHash(ada.id)).toBe('old')
      expect(await sessions.findLive(hash('other'), start)).not.toBeNull()
    })

    it('makes one of many concurrent changes', async () => {
      const { passwords } = await storesWithSessions()
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, index) => passwords.change(changeOf({ to: `new-${index}` }), noEvents)),
      )
      expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1)
    })

    it('sets a password once, together with the session’s new token', async () => {
      const { passwords, sessions, identities } = await createStores()
      const eve = aUser('eve')
      const identity = { id: 'i' as IdentityId, userId: eve.id, provider: 'p', issuer: 'i', subject: 's', email: null }
      const session = aSession('eves', eve)
      const linked = { ...identity, linkedAt: start, lastUsedAt: start }
      await identities.signUp({ user: eve, identity: linked, start: aStart(session) }, noEvents)
      const set = (from: string, to: string) =>
        passwords.set(
          {
            userId: eve.id,
            hash: `hash-${to}`,
            rotation: {
              id: session.id,
              from: hash(from),
              to: hash(to),
              stepUpUntil: after(start, 600),
              secondFactor: null,
            },
            now: start,
          },
          noEvents,
        )
      expect(await set('another', 'eves-2')).toBe('session_ended')
      expect(await passwords.findHash(eve.id)).toBeNull()
      expect(await set('eves', 'eves-2')).toBe('set')
      expect(await sessions.findLive(hash('eves'), start)).toBeNull()
      expect(await set('eves-2', 'eves-3')).toBe('has_password')
      expect((await sessions.findLive(hash('eves-2'), start))?.session.id).toBe('eves')
      expect(await passwords.findHash(eve.id)).toBe('hash-eves-2')
    })

    it('replaces only the hash that it was given', async () => {
      const { passwords } = await storesWithSessions()
      expect(await passwords.rehash({ userId: ada.id, from: 'older', to: 'lost' })).toBe(false)
      expect(await passwords.findHash(ada.id)).toBe('old')
      expect(await passwords.rehash({ userId: ada.id, from: 'old', to: 'stronger' })).toBe(true)
      expect(await passwords.findHash(ada.id)).toBe('stronger')
    })

    it('starts a session only while the hash is the one that was verified', async () => {
      const stores = await storesWithSessions()
      const { passwords, sessions } = stores
      const starting = (hashOfPassword: string, id: string) =>
        passwords.signIn({ userId: ada.id, hash: hashOfPassword, start: aStart(aSession(id, ada)) }, () => [
          anEvent(ada.id, `event-${id}`),
        ])
      expect(await starting('older', 'late')).toBeNull()
      expect(await sessions.findLive(hash('late'), start)).toBeNull()
      expect(await eventsOf(stores, ada.id)).toEqual([])
      expect((await starting('old', 'new'))?.session.id).toBe('new')
      expect((await sessions.findLive(hash('new'), start))?.session.id).toBe('new')
      expect(await eventsOf(stores, ada.id)).toEqual(['event-new'])
    })

    it('stores a password change and its events together, or neither', async () => {
      const stores = await storesWithSessions()
      await stores.passwords.change(changeOf(), ({ ended }) => [anEvent(ada.id, `event-${ended.length}`)])
      expect(await eventsOf(stores, ada.id)).toEqual(['event-1'])
      const again = changeOf({ from: 'new', to: 'newest', rotation: { ...changeOf().rotation, from: hash('own-2') } })
      const failing = stores.passwords.change(again, () => {
        throw new Error('no event')
      })
      await expect(failing).rejects.toThrow('no event')
      if (name !== 'memory') expect(await stores.passwords.findHash(ada.id)).toBe('new')
    })
  })
}
