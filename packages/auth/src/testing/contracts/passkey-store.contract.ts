import type { IdentityId, PasskeyId } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { after } from '../../core/duration.ts'
import type { Identity } from '../../identities/identity.ts'
import type { Passkey } from '../../passkeys/passkey.ts'
import type { Session } from '../../sessions/session.ts'
import { addSession, addUser, aSession, aStart, aUser, noEvents, start, tokenHash } from '../fixtures.ts'
import { aChallenge } from './a-challenge.ts'
import { aMail } from './a-mail.ts'
import { addPasskey, aPasskey, aPasskeyChallenge, aPasskeyUse, passkeyChallengeHash } from './a-passkey.ts'
import { anEvent, eventsOf } from './recorded-events.ts'

const ada = aUser('ada')
const bob = aUser('bob')
const usableProviders = ['google']
const own = aSession('own', ada)
const key = aPasskey('key', ada)

const identity: Identity = {
  id: 'identity' as IdentityId,
  userId: 'user-eve' as Identity['userId'],
  provider: 'google',
  issuer: 'https://google.example',
  subject: 'subject',
  email: null,
  linkedAt: start,
  lastUsedAt: start,
}

/** A user without a password, with an identity and a live session. */
const eve = aUser('eve')
async function addEve(stores: AuthStores): Promise<void> {
  await stores.identities.signUp({ user: eve, identity, start: aStart(aSession('eves', eve)) }, noEvents)
}

function rotationOf({ id, tokenHash: from }: Session, to = 'next') {
  return { id, from, to: tokenHash(to), stepUpUntil: after(start, 600), secondFactor: 'passkey' as const }
}

/** What every store of passkeys promises implements. */
export function describePasskeyStore(name: string, createStores: () => Promise<AuthStores>): void {
  const storesWithAda = async (...passkeys: readonly Passkey[]): Promise<AuthStores> => {
    const stores = await createStores()
    await addUser(stores, ada)
    await addUser(stores, bob)
    await addSession(stores, own)
    for (const passkey of passkeys) await addPasskey(stores, passkey, passkey.userId === ada.id ? ada : bob)
    return stores
  }
  const add = async (
    { passkeys }: AuthStores,
    passkey: Passkey,
    { challenge = 'asked', token = own.tokenHash, max = 3, now = start } = {},
  ) => {
    const addition = { passkey, challenge: passkeyChallengeHash(challenge), token, max, now }
    return passkeys.add(addition, () => [anEvent(ada.id, `event-${passkey.id}`)])
  }

  describe(`${name} passkey store`, () => {
    it('returns a challenge as it was stored, until it is deleted', async () => {
      const { passkeys } = await storesWithAda()
      const bound = aPasskeyChallenge('bound', { purpose: 'register', userId: ada.id, sessionId: own.id })
      await passkeys.insertChallenge(bound)
      await passkeys.insertChallenge(aPasskeyChallenge('free'))
      expect(await passkeys.findChallenge(bound.hash)).toEqual(bound)
      await passkeys.deleteChallenge(bound.hash)
      await passkeys.deleteChallenge(bound.hash)
      expect(await passkeys.findChallenge(bound.hash)).toBeNull()
      expect(await passkeys.findChallenge(passkeyChallengeHash('free'))).toEqual(aPasskeyChallenge('free'))
    })

    it('deletes a batch of challenges that have expired', async () => {
      const { passkeys } = await storesWithAda()
      for (const number of [1, 2, 3]) {
        await passkeys.insertChallenge(aPasskeyChallenge(`${number}`, { expiresAt: after(start, number) }))
      }
      expect(await passkeys.deleteExpiredBefore(after(start, 3), 1)).toBe(1)
      expect(await passkeys.deleteExpiredBefore(after(start, 3), 5)).toBe(1)
      expect(await passkeys.deleteExpiredBefore(after(start, 3), 5)).toBe(0)
      expect(await passkeys.findChallenge(passkeyChallengeHash('3'))).not.toBeNull()
    })

    it('stores a passkey with its event, and uses its challenge up', async () => {
      const stores = await storesWithAda()
      const added = aPasskey('new', ada, { counter: 4_294_967_295, backedUp: true, transports: [] })
      await stores.passkeys.insertChallenge(aPasskeyChallenge('asked'))
      expect(await add(stores, added)).toBe('added')
      expect(await stores.passkeys.listByUser(ada.id)).toEqual([added])
      expect(await stores.passkeys.findByCredential(added.credentialId)).toEqual({ passkey: added, user: ada })
      expect(await stores.passkeys.findByCredential('another')).toBeNull()
      expect(await stores.passkeys.findChallenge(passkeyChallengeHash('asked'))).toBeNull()
      expect(await eventsOf(stores, ada.id)).toEqual(['event-new'])
      expect(await add(stores, aPasskey('second', ada))).toBe('challenge_ended')
    })

    it('stores nothing for a session that is over, or for a challenge that has expired', async () => {
      const stores = await storesWithAda()
      await stores.passkeys.insertChallenge(aPasskeyChallenge('asked', { expiresAt: after(start, 100) }))
      expect(await add(stores, aPasskey('1', ada), { token: tokenHash('another') })).toBe('session_ended')
      expect(await add(stores, aPasskey('1', bob))).toBe('session_ended')
      expect(await add(stores, aPasskey('1', ada), { now: own.idleExpiresAt })).toBe('session_ended')
      expect(await add(stores, aPasskey('1', ada), { now: after(start, 100) })).toBe('challenge_ended')
      expect(await stores.passkeys.listByUser(ada.id)).toEqual([])
      expect(await eventsOf(stores, ada.id)).toEqual([])
      expect(await add(stores, aPasskey('1', ada), { now: after(start, 99) })).toBe('added')
    })

    it('stores a credential once, and no more passkeys than a user may have', async () => {
      const stores = await storesWithAda(aPasskey('bobs', bob), key)
      await stores.passkeys.insertChallenge(aPasskeyChallenge('asked'))
      expect(await add(stores, aPasskey('1', ada, { credentialId: 'credential-bobs' }))).toBe('credential_taken')
      expect(await add(stores, aPasskey('1', ada), { max: 1 })).toBe('too_many')
      expect(await stores.passkeys.listByUser(ada.id)).toEqual([key])
      // Neither used the challenge up.
      expect(await add(stores, aPasskey('1', ada), { max: 2 })).toBe('added')
      expect(await eventsOf(stores, ada.id)).toEqual(['event-1'])
    })

    it('lists the passkeys of a user in the order in which they were added', async () => {
      const later = aPasskey('a', ada, { createdAt: after(start, 1) })
      const { passkeys } = await storesWithAda(later, aPasskey('c', ada), aPasskey('b', ada), aPasskey('bobs', bob))
      expect((await passkeys.listByUser(ada.id)).map(({ id }) => id)).toEqual(['b', 'c', 'a'])
    })

    it('signs in with a challenge once, and stores the use with the session', async () => {
      const stores = await storesWithAda(key)
      await stores.passkeys.insertChallenge(aPasskeyChallenge('asked'))
      const signIn = (id: string, counter: number) =>
        stores.passkeys.signIn(
          {
            use: aPasskeyUse(key, 'asked', { counter }),
            start: aStart(aSession(id, ada, { signInMethod: 'passkey' })),
          },
          () => [anEvent(ada.id, `event-${id}`)],
        )
      expect(await signIn('one', 2)).toMatchObject({ session: { id: 'one' } })
      expect(await signIn('two', 3)).toBe('challenge_ended')
      expect(await stores.passkeys.listByUser(ada.id)).toEqual([
        { ...key, counter: 2, backedUp: true, lastUsedAt: after(start, 10) },
      ])
      expect(await stores.sessions.findLive(tokenHash('two'), start)).toBeNull()
      expect(await eventsOf(stores, ada.id)).toEqual(['event-one'])
    })

    it.each([
      { stored: 5, counter: 5, outcome: 'passkey_changed' },
      { stored: 5, counter: 4, outcome: 'passkey_changed' },
      { stored: 5, counter: 0, outcome: 'passkey_changed' },
      { stored: 5, counter: 4_294_967_295, outcome: 'signed in' },
      { stored: 0, counter: 0, outcome: 'signed in' },
      { stored: 0, counter: 1, outcome: 'signed in' },
    ])('takes a counter of $counter after one of $stored: $outcome', async ({ stored, counter, outcome }) => {
      const counted = { ...key, counter: stored }
      const stores = await storesWithAda(counted)
      await stores.passkeys.insertChallenge(aPasskeyChallenge('asked'))
      const use = aPasskeyUse(counted, 'asked', { counter })
      const result = await stores.passkeys.signIn({ use, start: aStart(aSession('new', ada)) }, noEvents)
      expect(typeof result === 'string' ? result : 'signed in').toBe(outcome)
      const isMade = outcome === 'signed in'
      expect(await stores.passkeys.listByUser(ada.id)).toMatchObject([{ counter: isMade ? counter : stored }])
      expect((await stores.sessions.findLive(tokenHash('new'), start)) !== null).toBe(isMade)
      // What changes nothing leaves the challenge as well.
      expect((await stores.passkeys.findChallenge(use.challenge)) === null).toBe(isMade)
    })

    it('changes nothing with a passkey that was removed, is of another user, or answers too late', async () => {
      const stores = await storesWithAda(key)
      await stores.passkeys.insertChallenge(aPasskeyChallenge('asked', { expiresAt: after(start, 100) }))
      const signIn = (changes: Parameters<typeof aPasskeyUse>[2]) =>
        stores.passkeys.signIn({ use: aPasskeyUse(key, 'asked', changes), start: aStart(aSession('new', ada)) }, () => [
          anEvent(ada.id),
        ])
      expect(await signIn({ id: 'removed' as PasskeyId })).toBe('passkey_changed')
      expect(await signIn({ userId: bob.id })).toBe('passkey_changed')
      expect(await signIn({ now: after(start, 100) })).toBe('challenge_ended')
      expect(await stores.sessions.findLive(tokenHash('new'), start)).toBeNull()
      expect(await stores.passkeys.listByUser(ada.id)).toEqual([key])
      expect(await eventsOf(stores, ada.id)).toEqual([])
    })

    it('rotates the token of a session with the use that authorizes it, or changes nothing', async () => {
      const stores = await storesWithAda(key)
      for (const challenge of ['asked', 'again']) await stores.passkeys.insertChallenge(aPasskeyChallenge(challenge))
      const rotation = rotationOf(own)
      const stepUp = (challenge: string, counter = 2, to = rotation) =>
        stores.passkeys.stepUp({ use: aPasskeyUse(key, challenge, { counter }), rotation: to }, () => [
          anEvent(ada.id, `event-${challenge}`),
        ])
      expect(await stepUp('none')).toBe('challenge_ended')
      expect(await stepUp('asked', 1)).toBe('passkey_changed')
      expect(await stepUp('asked', 2, { ...rotation, from: tokenHash('another') })).toBe('session_ended')
      expect(await stores.sessions.findLive(own.tokenHash, start)).not.toBeNull()
      expect(await stores.passkeys.listByUser(ada.id)).toEqual([key])
      expect(await eventsOf(stores, ada.id)).toEqual([])
      expect(await stepUp('asked')).toBe('stepped_up')
      expect(await stepUp('again', 3)).toBe('session_ended')
      expect((await stores.sessions.findLive(rotation.to, start))?.session).toMatchObject({
        id: own.id,
        secondFactor: 'passkey',
        stepUpUntil: rotation.stepUpUntil,
      })
      expect(await stores.passkeys.listByUser(ada.id)).toMatchObject([{ counter: 2, lastUsedAt: after(start, 10) }])
      expect(await eventsOf(stores, ada.id)).toEqual(['event-asked'])
    })

    it('gives a passkey of its user another name', async () => {
      const stores = await storesWithAda(key)
      const rename = (userId: typeof ada.id, id = key.id) =>
        stores.passkeys.rename({ id, userId }, 'Küche', () => [anEvent(ada.id)])
      expect(await rename(bob.id)).toBeNull()
      expect(await rename(ada.id, 'none' as PasskeyId)).toBeNull()
      expect(await eventsOf(stores, ada.id)).toEqual([])
      expect(await rename(ada.id)).toEqual({ ...key, name: 'Küche' })
      expect(await stores.passkeys.listByUser(ada.id)).toEqual([{ ...key, name: 'Küche' }])
      expect(await eventsOf(stores, ada.id)).toEqual(['event-1'])
    })

    it('removes only passkeys of the given user', async () => {
      const stores = await storesWithAda(key)
      const remove = (userId: typeof ada.id, id = key.id) =>
        stores.passkeys.remove({ id, userId, usableProviders }, () => [anEvent(ada.id)])
      expect(await remove(bob.id)).toBe('unknown')
      expect(await remove(ada.id, 'none' as PasskeyId)).toBe('unknown')
      expect(await remove(ada.id)).toBe('removed')
      expect(await remove(ada.id)).toBe('unknown')
      expect(await stores.passkeys.listByUser(ada.id)).toEqual([])
      expect(await eventsOf(stores, ada.id)).toEqual(['event-1'])
    })

    it('keeps the last sign-in method: a password, an identity that works, or another passkey', async () => {
      const stores = await storesWithAda()
      await addEve(stores)
      const [one, other] = [aPasskey('one', eve), aPasskey('other', eve)]
      for (const passkey of [one, other]) await addPasskey(stores, passkey, eve)
      const remove = ({ id, userId }: Passkey, providers: readonly string[]) =>
        stores.passkeys.remove({ id, userId, usableProviders: providers }, noEvents)
      expect(await remove(one, [])).toBe('removed')
      expect(await remove(other, [])).toBe('last_sign_in_method')
      expect(await remove(other, usableProviders)).toBe('removed')
    })

    it('counts as a sign-in method for the removal of an identity, where passkeys work', async () => {
      const stores = await storesWithAda()
      await addEve(stores)
      const remove = (usablePasskeys: boolean) =>
        stores.identities.remove({ id: identity.id, userId: eve.id, usableProviders, usablePasskeys }, noEvents)
      expect(await remove(true)).toBe('last_sign_in_method')
      await addPasskey(stores, aPasskey('eves', eve), eve)
      expect(await remove(false)).toBe('last_sign_in_method')
      expect(await remove(true)).toBe('removed')
      const last = { id: 'eves' as PasskeyId, userId: eve.id, usableProviders }
      expect(await stores.passkeys.remove(last, noEvents)).toBe('last_sign_in_method')
    })

    it('loses what strangers added to an account when its owner takes it back', async () => {
      const stores = await storesWithAda(key, aPasskey('bobs', bob))
      const asked = aChallenge('asked', { userId: ada.id, email: ada.email })
      await stores.challenges.create(asked, aMail('mail-asked'))
      const reclaim = {
        name: null,
        passwordHash: 'hers',
        ending: { at: start, reason: 'account_reclaimed', by: null } as const,
      }
      const signIn = { id: asked.id, now: start, userId: ada.id, start: aStart(aSession('new', ada)), reclaim }
      expect(await stores.challenges.signIn(signIn, noEvents)).toMatchObject({ started: { session: { id: 'new' } } })
      expect(await stores.passkeys.listByUser(ada.id)).toEqual([])
      expect(await stores.passkeys.listByUser(bob.id)).toHaveLength(1)
    })
  })
}
