import type { SignInAttemptId, TrustedDeviceId } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { after } from '../../core/duration.ts'
import type { FactorUse } from '../../second-factors/second-factor.ts'
import type { AttemptCompletion } from '../../second-factors/second-factor-store.ts'
import type { SessionRotation } from '../../sessions/session.ts'
import type { SignInAttempt } from '../../sessions/sign-in-attempt.ts'
import { addSession, addUser, aSession, aStart, aUser, noEvents, start, tokenHash } from '../fixtures.ts'
import {
  addAttempts,
  addTrustedDevice,
  addTwoStep,
  anAttempt,
  aRecoveryCode,
  aTotp,
  aTrustedDevice,
} from './a-second-factor.ts'
import { anEvent, eventsOf } from './recorded-events.ts'

const ada = aUser('ada')
const bob = aUser('bob')
const now = after(start, 500)
const own = aSession('own', ada)
const asked = anAttempt('asked', ada)
const totp = aTotp(ada)
const bothCodes = [aRecoveryCode(ada, 'B'), aRecoveryCode(ada, 'C')]

const step = (number: number): FactorUse => ({ factor: 'totp', sealedSecret: totp.sealedSecret, step: number })
const recoveryCode = (slot: string, user = ada): FactorUse => ({
  factor: 'recovery_code',
  id: aRecoveryCode(user, slot).id,
})

/** A new token for Ada’s session. */
function rotationTo(to: string, changes: Partial<SessionRotation> = {}): SessionRotation {
  const from = own.tokenHash
  return { id: own.id, from, to: tokenHash(to), stepUpUntil: after(start, 600), secondFactor: 'totp', ...changes }
}

/** Completes an attempt of Ada with a session of this name. */
function completing(name: string, changes: Partial<AttemptCompletion> = {}): AttemptCompletion {
  const session = aSession(name, ada, { secondFactor: 'totp' })
  return { id: asked.id, userId: ada.id, now, use: step(101), start: aStart(session, { now }), trust: null, ...changes }
}

/** What every store of second factors promises. */
export function describeSecondFactorStore(name: string, createStores: () => Promise<AuthStores>): void {
  /** Stores of two users without two-step verification; Ada has a session. */
  const emptyStores = async (): Promise<AuthStores> => {
    const stores = await createStores()
    await addUser(stores, ada)
    await addUser(stores, bob)
    await addSession(stores, own)
    return stores
  }
  /** The same with two-step verification for both, and attempts of Ada. */
  const storesWith = async (...attempts: readonly SignInAttempt[]): Promise<AuthStores> => {
    const stores = await emptyStores()
    await addTwoStep(stores, ada)
    await addTwoStep(stores, bob)
    await addAttempts(stores, ada, ...attempts)
    return stores
  }
  const liveIds = async ({ sessions }: AuthStores) => (await sessions.listLive(ada.id, now)).map(({ id }) => id)
  const codesLeft = async ({ secondFactors }: AuthStores) => (await secondFactors.findState(ada.id)).recoveryCodesLeft

  describe(`${name} store of second factors`, () => {
    it('finds nothing of a user without two-step verification', async () => {
      const { secondFactors } = await emptyStores()
      expect(await secondFactors.findState(ada.id)).toEqual({ totpSince: null, recoveryCodesLeft: 0 })
      expect(await secondFactors.findTotp(ada.id)).toBeNull()
      expect(await secondFactors.findRecoveryCode(ada.id, 'B')).toBeNull()
      expect(await secondFactors.listTrustedDevices(ada.id, now)).toEqual([])
    })

    it('adds an authenticator app with recovery codes, and gives the session its new token', async () => {
      const stores = await emptyStores()
      const { secondFactors, sessions } = stores
      const addition = { totp, recoveryCodes: bothCodes, rotation: rotationTo('own-2') }
      const added = await secondFactors.addTotp(addition, ({ id }) => [anEvent(ada.id, `event-${id}`)])
      expect(added).toBe('added')
      expect(await secondFactors.findTotp(ada.id)).toEqual(totp)
      expect(await secondFactors.findState(ada.id)).toEqual({ totpSince: start, recoveryCodesLeft: 2 })
      expect(await secondFactors.findRecoveryCode(ada.id, 'C')).toEqual(bothCodes[1])
      expect(await secondFactors.findRecoveryCode(ada.id, 'D')).toBeNull()
      expect(await secondFactors.findRecoveryCode(bob.id, 'C')).toBeNull()
      expect(await secondFactors.findState(bob.id)).toEqual({ totpSince: null, recoveryCodesLeft: 0 })
      expect(await sessions.findLive(own.tokenHash, now)).toBeNull()
      const stepUpUntil = after(start, 600)
      const rotated = { ...own, tokenHash: tokenHash('own-2'), stepUpUntil, secondFactor: 'totp' }
      expect((await sessions.findLive(tokenHash('own-2'), now))?.session).toEqual(rotated)
      expect(await eventsOf(stores, ada.id)).toEqual(['event-own'])
    })

    it('adds no second authenticator app, and changes nothing', async () => {
      const stores = await storesWith()
      const another = aTotp(ada, { sealedSecret: 'another' })
      const addition = { totp: another, recoveryCodes: [aRecoveryCode(ada, 'X')], rotation: rotationTo('own-2') }
      expect(await stores.secondFactors.addTotp(addition, () => [anEvent(ada.id)])).toBe('has_totp')
      expect(await stores.secondFactors.findTotp(ada.id)).toEqual(totp)
      expect(await stores.secondFactors.findRecoveryCode(ada.id, 'X')).toBeNull()
      expect(await codesLeft(stores)).toBe(2)
      expect(await stores.sessions.findLive(own.tokenHash, now)).not.toBeNull()
      expect(await eventsOf(stores, ada.id)).toEqual([])
    })

    it('adds nothing for a session that has ended, or was rotated', async () => {
      const stores = await emptyStores()
      const { secondFactors, sessions } = stores
      const stale = { totp, recoveryCodes: bothCodes, rotation: rotationTo('own-2', { from: tokenHash('earlier') }) }
      expect(await secondFactors.addTotp(stale, () => [anEvent(ada.id)])).toBe('session_ended')
      await sessions.end(own, { at: start, reason: 'signed_out', by: null }, noEvents)
      const ended = { ...stale, rotation: rotationTo('own-2') }
      expect(await secondFactors.addTotp(ended, () => [anEvent(ada.id)])).toBe('session_ended')
      expect(await secondFactors.findState(ada.id)).toEqual({ totpSince: null, recoveryCodesLeft: 0 })
      expect(await eventsOf(stores, ada.id)).toEqual([])
    })

    it('adds one of many authenticator apps at once', async () => {
      const { secondFactors } = await emptyStores()
      const additions = Array.from({ length: 20 }, (_, index) =>
        secondFactors.addTotp(
          {
            totp: aTotp(ada, { sealedSecret: `sealed-${index}` }),
            recoveryCodes: [],
            rotation: rotationTo(`own-${index}`),
          },
          noEvents,
        ),
      )
      const outcomes = await Promise.all(additions)
      expect(outcomes.filter((outcome) => outcome === 'added')).toHaveLength(1)
      const winner = outcomes.indexOf('added')
      expect((await secondFactors.findTotp(ada.id))?.sealedSecret).toBe(`sealed-${winner}`)
    })

    it('removes an authenticator app with the codes, the trust and the attempts of its user', async () => {
      const stores = await storesWith(asked)
      const { secondFactors } = stores
      for (const user of [ada, bob]) await addTrustedDevice(stores, user, aTrustedDevice(`of-${user.name}`, user))
      await addAttempts(stores, bob, anAttempt('of bob', bob))
      const remove = (id: string) => secondFactors.removeTotp(ada.id, (userId) => [anEvent(userId, id)])
      expect(await remove('event-1')).toBe(true)
      expect(await secondFactors.findState(ada.id)).toEqual({ totpSince: null, recoveryCodesLeft: 0 })
      expect(await secondFactors.listTrustedDevices(ada.id, now)).toEqual([])
      expect(await secondFactors.findAttempt(asked.tokenHash)).toBeNull()
      expect(await secondFactors.findState(bob.id)).toEqual({ totpSince: start, recoveryCodesLeft: 2 })
      expect(await secondFactors.listTrustedDevices(bob.id, now)).toHaveLength(1)
      expect(await secondFactors.findAttempt(anAttempt('of bob', bob).tokenHash)).not.toBeNull()
      expect(await liveIds(stores)).toEqual(['own'])
      expect(await remove('event-2')).toBe(false)
      expect(await eventsOf(stores, ada.id)).toEqual(['event-1'])
    })

    it('adds an authenticator app again after it was removed, with codes of its own', async () => {
      const stores = await storesWith()
      await stores.secondFactors.removeTotp(ada.id, noEvents)
      await addTwoStep(stores, ada, { slots: ['C', 'X'] })
      expect(await codesLeft(stores)).toBe(2)
      expect(await stores.secondFactors.findRecoveryCode(ada.id, 'B')).toBeNull()
    })

    it('replaces the recovery codes of a user with an authenticator app, and of no other', async () => {
      const stores = await storesWith()
      const { secondFactors } = stores
      const [first, ...more] = ['C', 'X', 'Y'].map((slot) => aRecoveryCode(ada, slot, { hash: `new-${slot}` }))
      if (first === undefined) throw new TypeError('there is a code')
      const replace = (id: string) =>
        secondFactors.replaceRecoveryCodes({ userId: ada.id, recoveryCodes: [first, ...more] }, (userId) => [
          anEvent(userId, id),
        ])
      expect(await replace('event-1')).toBe(true)
      expect(await codesLeft(stores)).toBe(3)
      expect(await secondFactors.findRecoveryCode(ada.id, 'B')).toBeNull()
      expect(await secondFactors.findRecoveryCode(ada.id, 'C')).toEqual(first)
      expect(await secondFactors.findTotp(ada.id)).toEqual(totp)
      expect((await secondFactors.findState(bob.id)).recoveryCodesLeft).toBe(2)
      await secondFactors.removeTotp(ada.id, noEvents)
      expect(await replace('event-2')).toBe(false)
      expect(await codesLeft(stores)).toBe(0)
      expect(await eventsOf(stores, ada.id)).toEqual(['event-1'])
    })

    it('returns an attempt as it was stored, also once it has expired', async () => {
      const ofClient = anAttempt('of a client', ada, {
        method: 'oauth:google',
        remember: true,
        client: { id: 'cli', name: 'Command line ‏שלום' },
        expiresAt: after(start, -1),
      })
      const { secondFactors } = await storesWith(asked, ofClient)
      expect(await secondFactors.findAttempt(asked.tokenHash)).toEqual(asked)
      expect(await secondFactors.findAttempt(ofClient.tokenHash)).toEqual(ofClient)
      expect(await secondFactors.findAttempt(anAttempt('unknown', ada).tokenHash)).toBeNull()
    })

    it('counts tries up to a maximum, and none of an attempt that is gone', async () => {
      const { secondFactors } = await storesWith(asked, anAttempt('other', ada))
      const tries = await Promise.all(Array.from({ length: 8 }, () => secondFactors.countTry(asked.id, 5)))
      expect(tries.filter(Boolean)).toHaveLength(5)
      expect(await secondFactors.countTry(asked.id, 5)).toBe(false)
      expect(await secondFactors.countTry(asked.id, 6)).toBe(true)
      expect(await secondFactors.countTry(anAttempt('other', ada).id, 1)).toBe(true)
      expect(await secondFactors.countTry('unknown' as SignInAttemptId, 5)).toBe(false)
      expect(await secondFactors.findAttempt(asked.tokenHash)).toEqual(asked)
    })

    describe('completing a sign-in', () => {
      it('starts the session, uses up the code, and deletes the attempt', async () => {
        const stores = await storesWith(asked, anAttempt('other', ada))
        const { secondFactors, sessions, refreshTokens } = stores
        const replaces = { target: own, ending: { at: now, reason: 'replaced', by: null } } as const
        await addSession(stores, aSession('beyond', ada))
        const session = aSession('new', ada, { secondFactor: 'totp' })
        const begun = aStart(session, { now, max: 1, replaces, refreshToken: 'refresh' })
        const completed = await secondFactors.complete(completing('new', { start: begun }), (started) => [
          anEvent(ada.id, `event-${started.session.id}`),
        ])
        const shown = { name: 'Chrome on macOS' }
        const replaced = { ...shown, id: own.id }
        expect(completed).toEqual({ session, attempt: null, replaced, beyondLimit: [{ ...shown, id: 'beyond' }] })
        expect((await sessions.findLive(session.tokenHash, now))?.session).toEqual(session)
        expect(await liveIds(stores)).toEqual(['new'])
        const refresh = { hash: begun.refreshTokenHash, family: 'none' } as Parameters<typeof refreshTokens.find>[0]
        expect((await refreshTokens.find(refresh, now))?.live?.session.id).toBe('new')
        expect((await secondFactors.findTotp(ada.id))?.lastStep).toBe(101)
        expect(await codesLeft(stores)).toBe(2)
        expect(await secondFactors.findAttempt(asked.tokenHash)).toBeNull()
        expect(await secondFactors.findAttempt(anAttempt('other', ada).tokenHash)).not.toBeNull()
        expect(await secondFactors.listTrustedDevices(ada.id, now)).toEqual([])
        expect(await eventsOf(stores, ada.id)).toEqual(['event-new'])
        expect(await secondFactors.complete(completing('newer', { use: step(102) }), noEvents)).toBe('attempt_ended')
        expect(await secondFactors.countTry(asked.id, 5)).toBe(false)
      })

      it('stores the browser that is trusted from then on', async () => {
        const { secondFactors } = await storesWith(asked)
        const trust = aTrustedDevice('laptop', ada, { ip: null, lastUsedAt: now })
        await secondFactors.complete(completing('new', { trust }), noEvents)
        expect(await secondFactors.listTrustedDevices(ada.id, now)).toEqual([trust])
        expect(await secondFactors.listTrustedDevices(bob.id, now)).toEqual([])
      })

      it('uses up a recovery code', async () => {
        const stores = await storesWith(asked, anAttempt('other', ada))
        const { secondFactors } = stores
        const use = recoveryCode('B')
        expect(await secondFactors.complete(completing('new', { use }), noEvents)).toMatchObject({ attempt: null })
        expect(await secondFactors.findRecoveryCode(ada.id, 'B')).toBeNull()
        expect(await codesLeft(stores)).toBe(1)
        expect(await secondFactors.findTotp(ada.id)).toEqual(totp)
        const again = completing('newer', { id: anAttempt('other', ada).id, use })
        expect(await secondFactors.complete(again, noEvents)).toBe('code_used')
        expect(await secondFactors.findRecoveryCode(bob.id, 'B')).not.toBeNull()
      })

      it('changes nothing for an attempt that is unknown, another user’s, or over', async () => {
        const stores = await storesWith(asked, anAttempt('over', ada, { expiresAt: now }))
        await addAttempts(stores, bob, anAttempt('of bob', bob))
        const trust = aTrustedDevice('laptop', ada)
        for (const id of ['unknown', 'of bob', 'over'].map((text) => text as SignInAttemptId)) {
          const refused = stores.secondFactors.complete(completing('new', { id, trust }), () => [anEvent(ada.id)])
          expect(await refused).toBe('attempt_ended')
        }
        expect(await stores.secondFactors.findTotp(ada.id)).toEqual(totp)
        expect(await stores.secondFactors.findAttempt(anAttempt('of bob', bob).tokenHash)).not.toBeNull()
        expect(await stores.secondFactors.listTrustedDevices(ada.id, now)).toEqual([])
        expect(await liveIds(stores)).toEqual(['own'])
        expect(await eventsOf(stores, ada.id)).toEqual([])
      })

      it('changes nothing for a code that was used, or that is of another secret or user', async () => {
        const stores = await storesWith(asked)
        const { secondFactors } = stores
        const replaces = { target: own, ending: { at: now, reason: 'replaced', by: null } } as const
        const refused = {
          start: aStart(aSession('new', ada), { now, replaces }),
          trust: aTrustedDevice('laptop', ada),
        }
        const uses: readonly FactorUse[] = [
          step(100),
          step(99),
          { factor: 'totp', sealedSecret: aTotp(bob).sealedSecret, step: 101 },
          recoveryCode('X'),
          recoveryCode('B', bob),
        ]
        for (const use of uses) {
          const outcome = secondFactors.complete(completing('new', { ...refused, use }), () => [anEvent(ada.id)])
          expect(await outcome).toBe('code_used')
        }
        expect(await secondFactors.findAttempt(asked.tokenHash)).toEqual(asked)
        expect(await secondFactors.findTotp(ada.id)).toEqual(totp)
        expect(await codesLeft(stores)).toBe(2)
        expect(await secondFactors.findRecoveryCode(bob.id, 'B')).not.toBeNull()
        expect(await secondFactors.listTrustedDevices(ada.id, now)).toEqual([])
        expect(await liveIds(stores)).toEqual(['own'])
        expect(await eventsOf(stores, ada.id)).toEqual([])
        expect(await secondFactors.complete(completing('new'), noEvents)).toMatchObject({ session: { id: 'new' } })
      })

      it('takes no code of an earlier step than the last one', async () => {
        const { secondFactors } = await storesWith(asked, anAttempt('other', ada))
        await secondFactors.complete(completing('new', { use: step(105) }), noEvents)
        const other = (number: number) =>
          secondFactors.complete(completing('newer', { id: anAttempt('other', ada).id, use: step(number) }), noEvents)
        expect(await other(104)).toBe('code_used')
        expect(await other(105)).toBe('code_used')
        expect(await other(106)).toMatchObject({ session: { id: 'newer' } })
      })

      it('is done for one of many callers with one code', async () => {
        const attempts = Array.from({ length: 20 }, (_, index) => anAttempt(`asked-${index}`, ada))
        for (const use of [step(101), recoveryCode('B')]) {
          const stores = await storesWith(...attempts)
          const outcomes = await Promise.all(
            attempts.map(({ id }) => stores.secondFactors.complete(completing(`by-${id}`, { id, use }), noEvents)),
          )
          expect(outcomes.filter((outcome) => outcome === 'code_used')).toHaveLength(19)
          const winner = outcomes.findIndex((outcome) => typeof outcome === 'object')
          expect((await liveIds(stores)).toSorted()).toEqual([`by-asked-${winner}`, 'own'])
        }
      })

      it('is done for one of many callers with one attempt', async () => {
        const stores = await storesWith(asked)
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            stores.secondFactors.complete(completing(`by-${index}`, { use: step(101 + index) }), noEvents),
          ),
        )
        expect(outcomes.filter((outcome) => outcome === 'attempt_ended')).toHaveLength(19)
        const winner = outcomes.findIndex((outcome) => typeof outcome === 'object')
        expect((await stores.secondFactors.findTotp(ada.id))?.lastStep).toBe(101 + winner)
        expect(await liveIds(stores)).toHaveLength(2)
      })
    })

    describe('stepping up', () => {
      it('uses up the code, and gives the session its new token', async () => {
        const stores = await storesWith()
        const { secondFactors, sessions } = stores
        const stepUp = { userId: ada.id, use: step(101), rotation: rotationTo('own-2') }
        const stepped = await secondFactors.stepUp(stepUp, ({ id }) => [anEvent(ada.id, `event-${id}`)])
        expect(stepped).toBe(true)
        expect(await sessions.findLive(own.tokenHash, now)).toBeNull()
        const rotated = (await sessions.findLive(tokenHash('own-2'), now))?.session
        expect(rotated).toMatchObject({ id: own.id, secondFactor: 'totp', stepUpUntil: after(start, 600) })
        expect((await secondFactors.findTotp(ada.id))?.lastStep).toBe(101)
        expect(await eventsOf(stores, ada.id)).toEqual(['event-own'])
        const byCode = {
          userId: ada.id,
          use: recoveryCode('C'),
          rotation: rotationTo('own-3', { from: tokenHash('own-2'), secondFactor: 'recovery_code' }),
        }
        expect(await secondFactors.stepUp(byCode, noEvents)).toBe(true)
        expect(await secondFactors.findRecoveryCode(ada.id, 'C')).toBeNull()
        const again = (await sessions.findLive(tokenHash('own-3'), now))?.session
        expect(again?.secondFactor).toBe('recovery_code')
      })

      it('rotates no token with a code that was used, or that is of another secret or user', async () => {
        const stores = await storesWith()
        const { secondFactors, sessions } = stores
        const uses: readonly FactorUse[] = [
          step(100),
          { factor: 'totp', sealedSecret: aTotp(bob).sealedSecret, step: 101 },
          recoveryCode('X'),
          recoveryCode('B', bob),
        ]
        for (const use of uses) {
          const stepUp = { userId: ada.id, use, rotation: rotationTo('own-2') }
          expect(await secondFactors.stepUp(stepUp, () => [anEvent(ada.id)])).toBe(false)
        }
        expect((await sessions.findLive(own.tokenHash, now))?.session).toEqual(own)
        expect(await secondFactors.findRecoveryCode(bob.id, 'B')).not.toBeNull()
        expect(await eventsOf(stores, ada.id)).toEqual([])
      })

      it('uses up no code where the session has ended, or was rotated', async () => {
        const stores = await storesWith()
        const { secondFactors, sessions } = stores
        const stale = rotationTo('own-2', { from: tokenHash('earlier') })
        const stepUp = (use: FactorUse, rotation: SessionRotation) =>
          secondFactors.stepUp({ userId: ada.id, use, rotation }, () => [anEvent(ada.id)])
        expect(await stepUp(step(101), stale)).toBe(false)
        expect(await stepUp(recoveryCode('B'), stale)).toBe(false)
        await sessions.end(own, { at: start, reason: 'signed_out', by: null }, noEvents)
        expect(await stepUp(step(101), rotationTo('own-2'))).toBe(false)
        expect(await secondFactors.findTotp(ada.id)).toEqual(totp)
        expect(await codesLeft(stores)).toBe(2)
        expect(await eventsOf(stores, ada.id)).toEqual([])
      })
    })

    it('lists the browsers that a user trusts, the one used last first, and none that is trusted no more', async () => {
      const stores = await storesWith()
      const devices = [
        aTrustedDevice('a', ada, { lastUsedAt: after(start, 10) }),
        aTrustedDevice('b', ada, { lastUsedAt: after(start, 20) }),
        aTrustedDevice('c', ada, { lastUsedAt: after(start, 10) }),
        aTrustedDevice('over', ada, { expiresAt: now }),
      ]
      for (const device of devices) await addTrustedDevice(stores, ada, device)
      await addTrustedDevice(stores, bob, aTrustedDevice('of-bob', bob))
      const listed = await stores.secondFactors.listTrustedDevices(ada.id, now)
      expect(listed).toEqual([devices[1], devices[2], devices[0]])
    })

    it('stops trusting a browser of the user, and no other user’s', async () => {
      const stores = await storesWith()
      for (const id of ['laptop', 'phone']) await addTrustedDevice(stores, ada, aTrustedDevice(id, ada))
      const remove = (id: string, { id: userId }: typeof ada) =>
        stores.secondFactors.removeTrustedDevice({ id: id as TrustedDeviceId, userId }, (device) => [
          anEvent(ada.id, `event-${device.id}-${device.name}`),
        ])
      expect(await remove('laptop', bob)).toBe(false)
      expect(await remove('unknown', ada)).toBe(false)
      expect(await stores.secondFactors.listTrustedDevices(ada.id, now)).toHaveLength(2)
      expect(await remove('laptop', ada)).toBe(true)
      expect(await remove('laptop', ada)).toBe(false)
      expect((await stores.secondFactors.listTrustedDevices(ada.id, now)).map(({ id }) => id)).toEqual(['phone'])
      expect(await eventsOf(stores, ada.id)).toEqual(['event-laptop-Chrome on macOS'])
    })

    it('deletes attempts and trusted devices that expired, in batches, and no others', async () => {
      const expiresAt = now
      const expired = ['1', '2', '3'].map((id) => anAttempt(id, ada, { expiresAt }))
      const later = anAttempt('later', ada, { expiresAt: after(now, 1) })
      const stores = await storesWith(...expired, later)
      const { secondFactors } = stores
      const lasting = aTrustedDevice('lasting', ada, { expiresAt: after(now, 1) })
      for (const id of ['a', 'b']) await addTrustedDevice(stores, ada, aTrustedDevice(id, ada, { expiresAt }))
      await addTrustedDevice(stores, ada, lasting)
      expect(await secondFactors.deleteExpiredBefore(now, 5)).toBe(0)
      expect(await secondFactors.deleteExpiredBefore(after(now, 1), 2)).toBe(4)
      expect(await secondFactors.deleteExpiredBefore(after(now, 1), 2)).toBe(1)
      expect(await secondFactors.deleteExpiredBefore(after(now, 1), 2)).toBe(0)
      for (const { tokenHash: hash } of expired) expect(await secondFactors.findAttempt(hash)).toBeNull()
      expect(await secondFactors.findAttempt(later.tokenHash)).toEqual(later)
      expect(await secondFactors.listTrustedDevices(ada.id, start)).toEqual([lasting])
    })

    it('lists secrets that are sealed otherwise, in pages, and replaces one that has not changed', async () => {
      const { secondFactors } = await storesWith()
      const { sealedSecret: from } = aTotp(ada)
      const prefix = from.slice(0, 8)
      expect(await secondFactors.listTotpSealedOtherwise(prefix, null, 10)).toEqual([])
      const expected = { userId: ada.id, sealedSecret: from }
      for (const other of ['a-former', 'z-latest']) {
        const listed = await secondFactors.listTotpSealedOtherwise(other, null, 10)
        expect(listed).toContainEqual(expected)
        expect(await secondFactors.listTotpSealedOtherwise(other, listed.at(-1)?.userId ?? null, 10)).toEqual([])
        expect(await secondFactors.listTotpSealedOtherwise(other, null, 0)).toEqual([])
      }
      expect(await secondFactors.resealTotp({ userId: ada.id, from: 'another', to: 'new' })).toBe(false)
      expect(await secondFactors.resealTotp({ userId: ada.id, from, to: 'new-one!-secret' })).toBe(true)
      expect((await secondFactors.findTotp(ada.id))?.sealedSecret).toBe('new-one!-secret')
    })

    it('makes a change with its events, or not at all', async () => {
      if (name === 'memory') return
      const failing = (): never => {
        throw new Error('no event')
      }
      const stores = await storesWith(asked)
      const { secondFactors } = stores
      const laptop = aTrustedDevice('laptop', ada)
      await addTrustedDevice(stores, ada, laptop)
      const rotation = rotationTo('own-2')
      const stateOf = async () => ({
        totp: await secondFactors.findTotp(ada.id),
        code: await secondFactors.findRecoveryCode(ada.id, 'B'),
        left: await codesLeft(stores),
        devices: await secondFactors.listTrustedDevices(ada.id, now),
        attempt: await secondFactors.findAttempt(asked.tokenHash),
        live: await stores.sessions.listLive(ada.id, now),
      })
      const before = await stateOf()
      const changes = [
        () => secondFactors.removeTotp(ada.id, failing),
        () => secondFactors.replaceRecoveryCodes({ userId: ada.id, recoveryCodes: [aRecoveryCode(ada, 'X')] }, failing),
        () => secondFactors.complete(completing('new', { use: step(102), trust: aTrustedDevice('x', ada) }), failing),
        () => secondFactors.complete(completing('new', { use: recoveryCode('B') }), failing),
        () => secondFactors.stepUp({ userId: ada.id, use: step(102), rotation }, failing),
        () => secondFactors.stepUp({ userId: ada.id, use: recoveryCode('B'), rotation }, failing),
        () => secondFactors.removeTrustedDevice(laptop, failing),
      ]
      for (const change of changes) {
        await expect(change()).rejects.toThrow('no event')
        expect(await stateOf()).toEqual(before)
      }
      await secondFactors.removeTotp(ada.id, noEvents)
      const addition = { totp, recoveryCodes: bothCodes, rotation }
      await expect(secondFactors.addTotp(addition, failing)).rejects.toThrow('no event')
      expect(await secondFactors.findState(ada.id)).toEqual({ totpSince: null, recoveryCodesLeft: 0 })
      expect(await stores.sessions.findLive(own.tokenHash, now)).not.toBeNull()
    })
  })
}
