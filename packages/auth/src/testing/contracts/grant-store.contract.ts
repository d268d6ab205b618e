import { describe, expect, it } from 'vitest'
import type { RefreshTokenFamily } from '../../tokens/refresh-token.ts'
import type { AuthStores } from '../../auth-stores.ts'
import { after } from '../../core/duration.ts'
import type { SessionId } from '@latchkey/schema'
import type { RefreshTokenHash, TokenHash } from '../../sessions/session.ts'
import { addSession, addUser, aSession, aStart, aUser, noEvents, start } from '../fixtures.ts'
import { addAttempts, addTwoStep, anAttempt } from './a-second-factor.ts'
import { anEvent, eventsOf } from './recorded-events.ts'
import type { CodeGrant, DeviceGrant, GrantHash, UserCodeHash } from '../../grants/grant.ts'

const ada = aUser('ada')
const browser = aSession('browser', ada)
const approval = { userId: ada.id, sessionId: browser.id }
const token = browser.tokenHash
const later = after(start, 500)
const tooLate = after(start, 900)
const yes = { ...approval, token, redeemableUntil: tooLate }

const code: CodeGrant = {
  kind: 'code',
  hash: 'code' as GrantHash,
  clientId: 'cli',
  redirectUri: 'http://127.0.0.1:1/callback',
  codeChallenge: 'challenge',
  requestedAt: start,
  expiresAt: tooLate,
  approval,
}
const device: DeviceGrant = {
  kind: 'device',
  hash: 'device' as GrantHash,
  clientId: 'tv',
  userCodeHash: 'user-code' as UserCodeHash,
  ip: '203.0.113.7',
  device: 'A television',
  requestedAt: start,
  expiresAt: tooLate,
  approval: null,
  denied: false,
}
const { userCodeHash } = device

const newToken = 'renewed' as TokenHash
const byUser = { at: later, reason: 'ended_by_user', by: browser.id } as const
const newPassword = {
  userId: ada.id,
  from: 'hash',
  to: 'another',
  rotation: { id: browser.id, from: token, to: newToken, stepUpUntil: later, secondFactor: null },
  ending: { at: later, reason: 'password_changed', by: browser.id },
} as const

/** What every store of grants promises implements. */
export function describeGrantStore(name: string, createStores: () => Promise<AuthStores>): void {
  const storesWithApprover = async (): Promise<AuthStores> => {
    const stores = await createStores()
    await addUser(stores, ada)
    await addSession(stores, browser)
    return stores
  }
  const redemption = (hash: GrantHash, session: string, now = later) => ({
    hash,
    start: aStart(aSession(session, ada, { kind: 'client', clientId: 'cli' }), { refreshToken: `first-of-${session}` }),
    now,
  })

  describe(`${name} grant store`, () => {
    it('returns stored grants, with the user who approved each', async () => {
      const { grants } = await storesWithApprover()
      expect(await grants.insertApproved(code, token, noEvents)).toBe(true)
      expect(await grants.insert(device)).toBe(true)
      expect(await grants.find(code.hash, start)).toEqual({ grant: code, approver: ada, session: null })
      expect(await grants.find(device.hash, start)).toEqual({ grant: device, approver: null, session: null })
      expect(await grants.find('other' as GrantHash, start)).toBeNull()
      expect(await grants.findWaiting(userCodeHash, start)).toEqual(device)
      expect(await grants.findWaiting('other' as UserCodeHash, start)).toBeNull()
    })

    it('stores no second device with one user code', async () => {
      const { grants } = await storesWithApprover()
      expect(await grants.insert(device)).toBe(true)
      expect(await grants.insert({ ...device, hash: 'another' as GrantHash })).toBe(false)
      expect(await grants.find('another' as GrantHash, start)).toBeNull()
    })

    it('makes one of many concurrent decisions about a device, and none after it expired', async () => {
      const { grants } = await storesWithApprover()
      await grants.insert(device)
      expect(await grants.decide(userCodeHash, yes, tooLate, noEvents)).toBe(false)
      const deciding = [yes, null, yes, null].map((one) => grants.decide(userCodeHash, one, later, noEvents))
      expect((await Promise.all(deciding)).filter((isDecided) => isDecided)).toHaveLength(1)
      const found = await grants.find(device.hash, later)
      expect([
        { grant: { approval, denied: false }, approver: ada },
        { grant: { approval: null, denied: true }, approver: null },
      ]).toContainEqual({
        grant: {
          approval: found?.grant.approval,
          denied: found !== null && 'denied' in found.grant && found.grant.denied,
        },
        approver: found?.approver,
      })
      expect(await grants.findWaiting(userCodeHash, later)).toBeNull()
    })

    it('shortens the time of an approved device, and never lengthens it', async () => {
      for (const [redeemableUntil, expiresAt] of [
        [after(start, 600), after(start, 600)],
        [after(start, 9000), tooLate],
      ] as const) {
        const { grants } = await storesWithApprover()
        await grants.insert(device)
        expect(await grants.decide(userCodeHash, { ...yes, redeemableUntil }, later, noEvents)).toBe(true)
        expect(await grants.find(device.hash, later)).toMatchObject({ grant: { expiresAt, approval } })
      }
    })

    it('stores a denial', async () => {
      const { grants } = await storesWithApprover()
      await grants.insert(device)
      expect(await grants.decide(userCodeHash, null, later, noEvents)).toBe(true)
      expect(await grants.find(device.hash, later)).toMatchObject({ grant: { approval: null, denied: true } })
      expect(await grants.redeem(redemption(device.hash, 'a'), noEvents)).toBeNull()
    })

    it.each([
      [
        'was rotated',
        ({ sessions }: AuthStores) =>
          sessions.rotate(
            { id: browser.id, from: token, to: newToken, stepUpUntil: later, secondFactor: null },
            noEvents,
          ),
      ],
      ['ended', ({ sessions }: AuthStores) => sessions.end(browser, byUser, noEvents)],
    ])('approves nothing with the token of a session that %s', async (_how, change) => {
      const stores = await storesWithApprover()
      const { grants } = stores
      await grants.insert(device)
      await change(stores)
      expect(await grants.insertApproved(code, token, noEvents)).toBe(false)
      expect(await grants.find(code.hash, later)).toBeNull()
      expect(await grants.decide(userCodeHash, yes, later, noEvents)).toBe(false)
      expect(await grants.findWaiting(userCodeHash, later)).toEqual(device)
      expect(await grants.decide(userCodeHash, null, later, noEvents)).toBe(true)
    })

    it('approves nothing for a session of another user, or one that has ended', async () => {
      const stores = await storesWithApprover()
      const { grants } = stores
      await grants.insert(device)
      const bob = aUser('bob')
      await addUser(stores, bob)
      const ofBob = { ...code, approval: { ...approval, userId: bob.id } }
      expect(await grants.insertApproved(ofBob, token, noEvents)).toBe(false)
      expect(await grants.decide(userCodeHash, { ...yes, userId: bob.id }, later, noEvents)).toBe(false)
      expect(await grants.insertApproved({ ...code, requestedAt: after(start, 1000) }, token, noEvents)).toBe(false)
    })

    it('redeems a grant for one of many concurrent callers, with its session and its first refresh token', async () => {
      const { grants, sessions, refreshTokens } = await storesWithApprover()
      await grants.insertApproved(code, token, noEvents)
      const names = Array.from({ length: 20 }, (_, index) => `s${index}`)
      const outcomes = await Promise.all(
        names.map((session) => grants.redeem(redemption(code.hash, session), noEvents)),
      )
      expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1)
      const winner = names[outcomes.findIndex((outcome) => outcome !== null)] ?? ''
      const live = await sessions.listLive(ada.id, later)
      expect(live.map(({ id }) => id).toSorted()).toEqual(['browser', winner].toSorted())
      expect(await grants.find(code.hash, later)).toMatchObject({ session: winner })
      const first = await refreshTokens.find(
        { hash: `first-of-${winner}` as RefreshTokenHash, family: 'none' as RefreshTokenFamily },
        later,
      )
      expect(first).toMatchObject({ sessionId: winner, used: null })
    })

    it('redeems no grant that is expired, not approved, of another user or unknown', async () => {
      const { grants, sessions } = await storesWithApprover()
      await grants.insertApproved(code, token, noEvents)
      await grants.insert(device)
      expect(await grants.redeem(redemption(code.hash, 'a', tooLate), noEvents)).toBeNull()
      expect(await grants.redeem(redemption(device.hash, 'a'), noEvents)).toBeNull()
      expect(await grants.redeem(redemption('other' as GrantHash, 'a'), noEvents)).toBeNull()
      const bob = aUser('bob')
      const ofBob = { ...redemption(code.hash, 'a'), start: aStart(aSession('a', bob, { kind: 'client' })) }
      expect(await grants.redeem(ofBob, noEvents)).toBeNull()
      expect(await sessions.listLive(ada.id, later)).toHaveLength(1)
    })

    it.each([
      ['ended', { at: start, reason: 'ended_by_user', by: null } as const, later],
      ['expired', null, after(start, 1000)],
    ])('redeems no grant once the approving session has %s', async (_how, ending, now) => {
      const { grants, sessions } = await storesWithApprover()
      await grants.insertApproved({ ...code, expiresAt: after(start, 2000) }, token, noEvents)
      if (ending !== null) await sessions.end(browser, ending, noEvents)
      expect(await grants.find(code.hash, now)).toMatchObject({ approver: null })
      expect(await grants.redeem(redemption(code.hash, 'a', now), noEvents)).toBeNull()
      expect(await sessions.findLiveById({ id: 'a' as SessionId, userId: ada.id }, now)).toBeNull()
    })

    it.each([
      [
        'end all others',
        ({ sessions }: AuthStores) => sessions.endAll({ userId: ada.id, keep: browser.id }, byUser, noEvents),
      ],
      [
        'change the password',
        async ({ passwords }: AuthStores) => (await passwords.change(newPassword, noEvents))?.ended,
      ],
    ])('deletes the unredeemed grants of a user, and their sign-ins that wait, when they %s', async (_deed, deed) => {
      const stores = await storesWithApprover()
      const { grants } = stores
      const bob = aUser('bob')
      await addUser(stores, bob)
      const bobs = aSession('bobs', bob)
      await addSession(stores, bobs)
      const used = { ...code, hash: 'used' as GrantHash }
      const ofBob = { ...code, hash: 'bobs' as GrantHash, approval: { userId: bob.id, sessionId: bobs.id } }
      const undecided = { ...device, hash: 'undecided' as GrantHash, userCodeHash: 'undecided' as UserCodeHash }
      for (const one of [device, undecided]) expect(await grants.insert(one)).toBe(true)
      for (const one of [code, used]) expect(await grants.insertApproved(one, token, noEvents)).toBe(true)
      expect(await grants.insertApproved(ofBob, bobs.tokenHash, noEvents)).toBe(true)
      expect(await grants.decide(userCodeHash, yes, later, noEvents)).toBe(true)
      expect(await grants.redeem(redemption(used.hash, 'a'), noEvents)).not.toBeNull()
      await addTwoStep(stores, ada)
      await addTwoStep(stores, bob)
      const [waiting, ofOther] = [anAttempt('waiting', ada), anAttempt('of-bob', bob)]
      await addAttempts(stores, ada, waiting)
      await addAttempts(stores, bob, ofOther)
      expect(await deed(stores)).toHaveLength(1)
      expect(await stores.secondFactors.findAttempt(waiting.tokenHash)).toBeNull()
      expect(await stores.secondFactors.findAttempt(ofOther.tokenHash)).toEqual(ofOther)
      for (const { hash } of [code, device]) {
        expect(await grants.find(hash, later)).toBeNull()
        expect(await grants.redeem(redemption(hash, 'b'), noEvents)).toBeNull()
      }
      expect(await grants.find(used.hash, later)).toMatchObject({ session: 'a' })
      expect(await grants.find(ofBob.hash, later)).toMatchObject({ approver: bob })
      expect(await grants.findWaiting(undecided.userCodeHash, later)).toEqual(undecided)
    })

    it('deletes expired grants and no others', async () => {
      const { grants } = await storesWithApprover()
      await grants.insertApproved(code, token, noEvents)
      await grants.insert({ ...device, expiresAt: after(start, 2000) })
      expect(await grants.deleteExpiredBefore(after(tooLate, 1), 5)).toBe(1)
      expect(await grants.find(code.hash, start)).toBeNull()
      expect(await grants.find(device.hash, start)).not.toBeNull()
    })

    it('stores an approval and a redemption together with their events', async () => {
      const stores = await storesWithApprover()
      const { grants } = stores
      await grants.insertApproved(code, token, ({ clientId }) => [anEvent(ada.id, `1-approved-${clientId}`)])
      await grants.insert(device)
      await grants.decide(userCodeHash, yes, later, () => [anEvent(ada.id, '2-decided')])
      await grants.decide(userCodeHash, yes, later, () => [anEvent(ada.id, '3-decided-again')])
      await grants.redeem(redemption(code.hash, 'a'), ({ session }) => [anEvent(ada.id, `4-redeemed-${session.id}`)])
      await grants.redeem(redemption(code.hash, 'b'), () => [anEvent(ada.id, '5-redeemed-again')])
      expect(await eventsOf(stores, ada.id)).toEqual(['4-redeemed-a', '2-decided', '1-approved-cli'])
    })
  })
}
