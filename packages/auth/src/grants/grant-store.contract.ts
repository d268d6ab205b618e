import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../auth.ts'
import { after } from '../duration.ts'
import type { SessionId } from '../sessions/session.ts'
import type { TokenHash } from '../sessions/session-token.ts'
import { addUser, aSession, aUser, start } from '../testing.ts'
import type { RefreshTokenHash } from '../tokens/refresh-token.ts'
import type { CodeGrant, DeviceGrant, GrantHash, UserCodeHash } from './grant.ts'

const ada = aUser('ada')
const browser = aSession('browser', ada)
const approval = { userId: ada.id, sessionId: browser.id }
const token = browser.tokenHash
const later = after(start, 500)
const tooLate = after(start, 900)
const yes = { ...approval, token, goodUntil: tooLate }

const code: CodeGrant = {
  kind: 'code',
  hash: 'code' as GrantHash,
  clientId: 'cli',
  redirectUri: 'http://127.0.0.1:1/callback',
  codeChallenge: 'challenge',
  askedAt: start,
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
  askedAt: start,
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
  session: { id: browser.id, from: token, to: newToken, sudoUntil: later },
  ending: { at: later, reason: 'password_changed', by: browser.id },
} as const

/** What every store of grants promises, whatever it is made of. */
export function describeGrantStore(name: string, createStores: () => AuthStores): void {
  const storesWithApprover = async (): Promise<AuthStores> => {
    const stores = createStores()
    await addUser(stores, ada)
    await stores.sessions.insert(browser)
    return stores
  }
  const exchange = (hash: GrantHash, session: string, now = later) => ({
    hash,
    session: aSession(session, ada, { kind: 'client', clientId: 'cli' }),
    refreshToken: `first-of-${session}` as RefreshTokenHash,
    now,
  })

  describe(`${name} grant store`, () => {
    it('gives back what was put in, with who approved it', async () => {
      const { grants } = await storesWithApprover()
      expect(await grants.insertApproved(code, token)).toBe(true)
      expect(await grants.insert(device)).toBe(true)
      expect(await grants.find(code.hash, start)).toEqual({ grant: code, approver: ada, session: null })
      expect(await grants.find(device.hash, start)).toEqual({ grant: device, approver: null, session: null })
      expect(await grants.find('other' as GrantHash, start)).toBeNull()
      expect(await grants.findWaiting(userCodeHash, start)).toEqual(device)
      expect(await grants.findWaiting('other' as UserCodeHash, start)).toBeNull()
    })

    it('takes no user code twice', async () => {
      const { grants } = await storesWithApprover()
      expect(await grants.insert(device)).toBe(true)
      expect(await grants.insert({ ...device, hash: 'another' as GrantHash })).toBe(false)
      expect(await grants.find('another' as GrantHash, start)).toBeNull()
    })

    it('lets one of many decide about a device, and nobody who is late', async () => {
      const { grants } = await storesWithApprover()
      await grants.insert(device)
      expect(await grants.decide(userCodeHash, yes, tooLate)).toBe(false)
      const deciding = [yes, null, yes, null].map((one) => grants.decide(userCodeHash, one, later))
      expect(await Promise.all(deciding)).toEqual([true, false, false, false])
      expect(await grants.find(device.hash, later)).toMatchObject({ grant: { approval, denied: false }, approver: ada })
      expect(await grants.findWaiting(userCodeHash, later)).toBeNull()
    })

    it('shortens the life of a device that was approved, and never lengthens it', async () => {
      for (const [goodUntil, expiresAt] of [
        [after(start, 600), after(start, 600)],
        [after(start, 9000), tooLate],
      ] as const) {
        const { grants } = await storesWithApprover()
        await grants.insert(device)
        expect(await grants.decide(userCodeHash, { ...yes, goodUntil }, later)).toBe(true)
        expect(await grants.find(device.hash, later)).toMatchObject({ grant: { expiresAt, approval } })
      }
    })

    it('keeps a no', async () => {
      const { grants } = await storesWithApprover()
      await grants.insert(device)
      expect(await grants.decide(userCodeHash, null, later)).toBe(true)
      expect(await grants.find(device.hash, later)).toMatchObject({ grant: { approval: null, denied: true } })
      expect(await grants.exchange(exchange(device.hash, 'a'))).toBe(false)
    })

    it.each([
      ['was rotated', ({ sessions }: AuthStores) => sessions.rotate({ from: token, to: newToken, sudoUntil: later })],
      ['ended', ({ sessions }: AuthStores) => sessions.end({ id: browser.id, userId: ada.id }, byUser)],
    ])('takes no yes that comes with the token of a session that %s', async (_how, change) => {
      const stores = await storesWithApprover()
      const { grants } = stores
      await grants.insert(device)
      await change(stores)
      expect(await grants.insertApproved(code, token)).toBe(false)
      expect(await grants.find(code.hash, later)).toBeNull()
      expect(await grants.decide(userCodeHash, yes, later)).toBe(false)
      expect(await grants.findWaiting(userCodeHash, later)).toEqual(device)
      expect(await grants.decide(userCodeHash, null, later)).toBe(true)
    })

    it('takes no yes for a session of another user, or one that is over', async () => {
      const stores = await storesWithApprover()
      const { grants } = stores
      await grants.insert(device)
      const bob = aUser('bob')
      await addUser(stores, bob)
      const ofBob = { ...code, approval: { ...approval, userId: bob.id } }
      expect(await grants.insertApproved(ofBob, token)).toBe(false)
      expect(await grants.decide(userCodeHash, { ...yes, userId: bob.id }, later)).toBe(false)
      expect(await grants.insertApproved({ ...code, askedAt: after(start, 1000) }, token)).toBe(false)
    })

    it('exchanges a grant once, with its session and its first refresh token, however many ask at once', async () => {
      const { grants, sessions, refreshTokens } = await storesWithApprover()
      await grants.insertApproved(code, token)
      const names = Array.from({ length: 20 }, (_, index) => `s${index}`)
      const outcomes = await Promise.all(names.map((session) => grants.exchange(exchange(code.hash, session))))
      expect(outcomes.filter(Boolean)).toHaveLength(1)
      const winner = names[outcomes.indexOf(true)] ?? ''
      const live = await sessions.listLive(ada.id, later)
      expect(live.map(({ id }) => id).toSorted()).toEqual(['browser', winner].toSorted())
      expect(await grants.find(code.hash, later)).toMatchObject({ session: winner })
      const first = await refreshTokens.find(`first-of-${winner}` as RefreshTokenHash, later)
      expect(first).toMatchObject({ sessionId: winner, used: null })
    })

    it('exchanges nothing that is too old, not approved, another user’s or unknown', async () => {
      const { grants, sessions } = await storesWithApprover()
      await grants.insertApproved(code, token)
      await grants.insert(device)
      expect(await grants.exchange(exchange(code.hash, 'a', tooLate))).toBe(false)
      expect(await grants.exchange(exchange(device.hash, 'a'))).toBe(false)
      expect(await grants.exchange(exchange('other' as GrantHash, 'a'))).toBe(false)
      const bob = aUser('bob')
      const ofBob = { ...exchange(code.hash, 'a'), session: aSession('a', bob, { kind: 'client' }) }
      expect(await grants.exchange(ofBob)).toBe(false)
      expect(await sessions.listLive(ada.id, later)).toHaveLength(1)
    })

    it.each([
      ['ended', { at: start, reason: 'ended_by_user', by: null } as const, later],
      ['expired', null, after(start, 1000)],
    ])('exchanges nothing once the session that approved it has %s', async (_how, ending, now) => {
      const { grants, sessions } = await storesWithApprover()
      await grants.insertApproved({ ...code, expiresAt: after(start, 2000) }, token)
      if (ending !== null) await sessions.end({ id: browser.id, userId: ada.id }, ending)
      expect(await grants.find(code.hash, now)).toMatchObject({ approver: null })
      expect(await grants.exchange(exchange(code.hash, 'a', now))).toBe(false)
      expect(await sessions.findLiveById({ id: 'a' as SessionId, userId: ada.id }, now)).toBeNull()
    })

    it.each([
      ['end all others', ({ sessions }: AuthStores) => sessions.endAll({ userId: ada.id, keep: browser.id }, byUser)],
      ['change the password', ({ passwords }: AuthStores) => passwords.change(newPassword)],
    ])('takes back what a user approved and nobody picked up when they %s', async (_deed, deed) => {
      const stores = await storesWithApprover()
      const { grants, sessions } = stores
      const bob = aUser('bob')
      await addUser(stores, bob)
      const bobs = aSession('bobs', bob)
      await sessions.insert(bobs)
      const used = { ...code, hash: 'used' as GrantHash }
      const ofBob = { ...code, hash: 'bobs' as GrantHash, approval: { userId: bob.id, sessionId: bobs.id } }
      const undecided = { ...device, hash: 'undecided' as GrantHash, userCodeHash: 'undecided' as UserCodeHash }
      for (const one of [device, undecided]) expect(await grants.insert(one)).toBe(true)
      for (const one of [code, used]) expect(await grants.insertApproved(one, token)).toBe(true)
      expect(await grants.insertApproved(ofBob, bobs.tokenHash)).toBe(true)
      expect(await grants.decide(userCodeHash, yes, later)).toBe(true)
      expect(await grants.exchange(exchange(used.hash, 'a'))).toBe(true)
      expect(await deed(stores)).toHaveLength(1)
      for (const { hash } of [code, device]) {
        expect(await grants.find(hash, later)).toBeNull()
        expect(await grants.exchange(exchange(hash, 'b'))).toBe(false)
      }
      expect(await grants.find(used.hash, later)).toMatchObject({ session: 'a' })
      expect(await grants.find(ofBob.hash, later)).toMatchObject({ approver: bob })
      expect(await grants.findWaiting(undecided.userCodeHash, later)).toEqual(undecided)
    })

    it('deletes what has expired, and nothing else', async () => {
      const { grants } = await storesWithApprover()
      await grants.insertApproved(code, token)
      await grants.insert({ ...device, expiresAt: after(start, 2000) })
      expect(await grants.deleteExpiredBefore(after(tooLate, 1), 5)).toBe(1)
      expect(await grants.find(code.hash, start)).toBeNull()
      expect(await grants.find(device.hash, start)).not.toBeNull()
    })
  })
}
