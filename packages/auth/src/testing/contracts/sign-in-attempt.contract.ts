import type { IdentityId } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { after } from '../../core/duration.ts'
import type { CodeGrant, GrantHash } from '../../grants/grant.ts'
import type { Identity } from '../../identities/identity.ts'
import type { RefreshTokenHash } from '../../sessions/session.ts'
import type { SessionStart, StartedSession } from '../../sessions/session-store.ts'
import type { RefreshTokenFamily } from '../../tokens/refresh-token.ts'
import type { User } from '../../users/user.ts'
import { addSession, addUser, aSession, aStart, aUser, noEvents, start } from '../fixtures.ts'
import { aChallenge } from './a-challenge.ts'
import { aMail } from './a-mail.ts'
import { addTrustedDevice, addTwoStep, anAttempt, aTrustedDevice } from './a-second-factor.ts'
import { anEvent, eventsOf } from './recorded-events.ts'

const ada: User = { ...aUser('ada'), emailProvenAt: start }
const bob = aUser('bob')
const now = after(start, 500)
const own = aSession('own', ada)
const attempt = anAttempt('asked', ada)
const laptop = aTrustedDevice('laptop', ada)
const challenge = aChallenge('mailed', { email: ada.email, userId: ada.id })
const identity: Identity = {
  id: 'linked' as IdentityId,
  userId: ada.id,
  provider: 'google',
  issuer: 'https://google.example',
  subject: 'linked',
  email: null,
  linkedAt: start,
  lastUsedAt: start,
}
const code: CodeGrant = {
  kind: 'code',
  hash: 'code' as GrantHash,
  clientId: 'cli',
  redirectUri: 'http://127.0.0.1:1/callback',
  codeChallenge: 'challenge',
  requestedAt: start,
  expiresAt: after(start, 900),
  approval: { userId: ada.id, sessionId: own.id },
}

/** The start of a session of Ada that a second factor is asked for. */
function asking(changes: Parameters<typeof aStart>[1] = {}): SessionStart {
  return aStart(aSession('new', ada, { createdAt: now }), { now, attempt, ...changes })
}

/** Signs Ada in by each first factor. */
const signIns: readonly (readonly [string, (stores: AuthStores, begun: SessionStart) => Promise<StartedSession>])[] = [
  ['no first factor of its own', ({ sessions }, begun) => sessions.start(begun, noEvents)],
  [
    'a password',
    async ({ passwords }, begun) =>
      startedBy(await passwords.signIn({ userId: ada.id, hash: 'hash', start: begun }, noEvents)),
  ],
  [
    'an identity',
    async ({ identities }, begun) =>
      startedBy(await identities.signIn({ use: { id: identity.id, email: null, now }, start: begun }, noEvents)),
  ],
  [
    'a mailed code',
    async ({ challenges }, begun) => {
      const signIn = { id: challenge.id, now, userId: ada.id, start: begun, reclaim: null }
      const outcome = await challenges.signIn(signIn, noEvents)
      return startedBy(typeof outcome === 'string' ? null : outcome.started)
    },
  ],
]

function startedBy(started: StartedSession | null): StartedSession {
  if (started === null) throw new TypeError('the sign-in is authorized')
  return started
}

/** What every store that starts sessions promises of a sign-in that a second factor is asked for. */
export function describeSignInAttempts(name: string, createStores: () => Promise<AuthStores>): void {
  /** Stores of Ada, who has two-step verification, a trusted device, and every first factor, and of Bob. */
  const twoUsers = async (): Promise<AuthStores> => {
    const stores = await createStores()
    await addUser(stores, ada)
    await addUser(stores, bob)
    await addTwoStep(stores, ada)
    await addTrustedDevice(stores, ada, laptop)
    await addSession(stores, own)
    await stores.identities.link({ identity, token: own.tokenHash, now: start }, noEvents)
    await stores.challenges.create(challenge, aMail('mail'))
    return stores
  }
  const liveIds = async ({ sessions }: AuthStores) => (await sessions.listLive(ada.id, now)).map(({ id }) => id)
  const isWaiting = async ({ secondFactors }: AuthStores) =>
    (await secondFactors.findAttempt(attempt.tokenHash)) !== null

  describe(`${name} stores, for a user with two-step verification`, () => {
    it('store the attempt in place of the session: nothing is replaced, ended or seen, and no token is stored', async () => {
      const stores = await twoUsers()
      await addSession(stores, aSession('other', ada))
      const sessions = await stores.sessions.listLive(ada.id, now)
      const begun = asking({
        max: 1,
        replaces: { target: own, ending: { at: now, reason: 'replaced', by: null } },
        seen: new Map([[own.id, { at: now, ip: '198.51.100.1' }]]),
        refreshToken: 'refresh',
      })
      const started = await stores.sessions.start(begun, ({ attempt: stored }) => [
        anEvent(ada.id, `event-${stored?.id}`),
      ])
      expect(started).toEqual({ session: begun.session, attempt, replaced: null, beyondLimit: [] })
      expect(await stores.secondFactors.findAttempt(attempt.tokenHash)).toEqual(attempt)
      expect(await stores.sessions.listLive(ada.id, now)).toEqual(sessions)
      expect(await stores.sessions.findLive(begun.session.tokenHash, now)).toBeNull()
      expect(await stores.sessions.findEnded(begun.session.id, now)).toBeNull()
      const token = { hash: 'refresh' as RefreshTokenHash, family: 'none' as RefreshTokenFamily }
      expect(await stores.refreshTokens.find(token, now)).toBeNull()
      expect(await eventsOf(stores, ada.id)).toEqual(['event-asked'])
    })

    it('record no event of an attempt by themselves', async () => {
      const stores = await twoUsers()
      await stores.sessions.start(asking(), noEvents)
      expect(await eventsOf(stores, ada.id)).toEqual([])
    })

    it('store an attempt with its events, or not at all', async () => {
      if (name === 'memory') return
      const stores = await twoUsers()
      const failing = (): never => {
        throw new Error('no event')
      }
      await expect(stores.sessions.start(asking(), failing)).rejects.toThrow('no event')
      expect(await isWaiting(stores)).toBe(false)
      const trusted = asking({ trustedDevice: laptop.tokenHash })
      await expect(stores.sessions.start(trusted, failing)).rejects.toThrow('no event')
      expect(await stores.secondFactors.listTrustedDevices(ada.id, now)).toEqual([laptop])
      expect(await liveIds(stores)).toEqual(['own'])
    })

    it('start a session in a browser that the user trusts, which is its second factor, and record its use', async () => {
      const stores = await twoUsers()
      const replaces = { target: own, ending: { at: now, reason: 'replaced', by: null } } as const
      const begun = asking({ trustedDevice: laptop.tokenHash, replaces })
      const from = { ...begun, session: { ...begun.session, ip: '198.51.100.1' } }
      const started = await stores.sessions.start(from, noEvents)
      const session = { ...from.session, secondFactor: 'trusted_device' }
      expect(started).toMatchObject({ session, attempt: null, replaced: { id: 'own' } })
      expect((await stores.sessions.findLive(session.tokenHash, now))?.session).toEqual(session)
      expect(await liveIds(stores)).toEqual(['new'])
      expect(await isWaiting(stores)).toBe(false)
      const used = { ...laptop, lastUsedAt: now, ip: '198.51.100.1' }
      expect(await stores.secondFactors.listTrustedDevices(ada.id, now)).toEqual([used])
    })

    it('ask in a browser that is unknown, that another user trusts, or that is trusted no more', async () => {
      const ofBob = aTrustedDevice('of-bob', bob)
      const over = aTrustedDevice('over', ada, { expiresAt: now })
      for (const device of [aTrustedDevice('unknown', ada), ofBob, over]) {
        const stores = await twoUsers()
        await addTwoStep(stores, bob)
        await addTrustedDevice(stores, bob, ofBob)
        await addTrustedDevice(stores, ada, over)
        const started = await stores.sessions.start(asking({ trustedDevice: device.tokenHash }), noEvents)
        expect(started.attempt).toEqual(attempt)
        expect(await liveIds(stores)).toEqual(['own'])
        expect(await isWaiting(stores)).toBe(true)
        const devices = await stores.secondFactors.listTrustedDevices(ada.id, start)
        expect(devices.find(({ id }) => id === over.id)).toEqual(over)
        expect(await stores.secondFactors.listTrustedDevices(bob.id, start)).toEqual([ofBob])
      }
    })

    it('trust a browser until the moment at which that ends', async () => {
      const stores = await twoUsers()
      await addTrustedDevice(stores, ada, aTrustedDevice('phone', ada, { expiresAt: after(now, 1) }))
      const begun = asking({ trustedDevice: aTrustedDevice('phone', ada).tokenHash })
      expect((await stores.sessions.start(begun, noEvents)).attempt).toBeNull()
    })

    it('start a session that no second factor is asked for, with the one that it has', async () => {
      const stores = await twoUsers()
      const session = aSession('new', ada, { secondFactor: 'totp' })
      const begun = aStart(session, { now, trustedDevice: laptop.tokenHash })
      expect(await stores.sessions.start(begun, noEvents)).toMatchObject({ session, attempt: null })
      expect((await stores.sessions.findLive(session.tokenHash, now))?.session).toEqual(session)
      expect(await stores.secondFactors.listTrustedDevices(ada.id, now)).toEqual([laptop])
    })

    it('start a session for a user without it, whatever is asked for', async () => {
      const stores = await twoUsers()
      const ofBob = anAttempt('of bob', bob)
      const begun = aStart(aSession('bobs', bob), { attempt: ofBob, trustedDevice: laptop.tokenHash })
      expect(await stores.sessions.start(begun, noEvents)).toMatchObject({ session: begun.session, attempt: null })
      expect((await stores.sessions.findLive(begun.session.tokenHash, now))?.session).toEqual(begun.session)
      expect(await stores.secondFactors.findAttempt(ofBob.tokenHash)).toBeNull()
      expect(await stores.secondFactors.listTrustedDevices(ada.id, now)).toEqual([laptop])
    })

    it.each(signIns)('ask for it after %s', async (_factor, signIn) => {
      const stores = await twoUsers()
      const started = await signIn(stores, asking({ refreshToken: 'refresh' }))
      expect(started).toMatchObject({ attempt, replaced: null, beyondLimit: [] })
      expect(await isWaiting(stores)).toBe(true)
      expect(await liveIds(stores)).toEqual(['own'])
    })

    it.each(signIns)('do not ask for it in a trusted browser after %s', async (_factor, signIn) => {
      const stores = await twoUsers()
      const started = await signIn(stores, asking({ trustedDevice: laptop.tokenHash }))
      expect(started).toMatchObject({ attempt: null, session: { secondFactor: 'trusted_device' } })
      expect(await isWaiting(stores)).toBe(false)
      expect((await liveIds(stores)).toSorted()).toEqual(['new', 'own'])
    })

    it('consume a mailed code with the attempt that it authorizes', async () => {
      const stores = await twoUsers()
      const signIn = { id: challenge.id, now, userId: ada.id, start: asking(), reclaim: null }
      expect(await stores.challenges.signIn(signIn, noEvents)).toMatchObject({ started: { attempt }, ended: [] })
      expect(await stores.challenges.find(challenge.id)).toBeNull()
    })

    it('link no identity by a sign-in, also in a trusted browser', async () => {
      const stores = await twoUsers()
      const another = { ...identity, id: 'another' as IdentityId, subject: 'another' }
      for (const begun of [asking(), asking({ trustedDevice: laptop.tokenHash }), asking({ attempt: null })]) {
        const linked = stores.identities.linkAndSignIn({ identity: another, start: begun }, () => [anEvent(ada.id)])
        expect(await linked).toBe('second_factor_due')
      }
      expect(await stores.identities.listByUser(ada.id)).toEqual([identity])
      expect(await isWaiting(stores)).toBe(false)
      expect(await liveIds(stores)).toEqual(['own'])
      expect(await stores.secondFactors.listTrustedDevices(ada.id, now)).toEqual([laptop])
      expect(await eventsOf(stores, ada.id)).toEqual([])
    })

    it('start the session of a grant that a session of the user approved', async () => {
      const stores = await twoUsers()
      await stores.grants.insertApproved(code, own.tokenHash, noEvents)
      const client = aSession('client', ada, { kind: 'client', clientId: 'cli' })
      const redemption = { hash: code.hash, start: aStart(client, { refreshToken: 'refresh' }), now }
      expect(await stores.grants.redeem(redemption, noEvents)).toMatchObject({ session: client, attempt: null })
      expect((await liveIds(stores)).toSorted()).toEqual(['client', 'own'])
    })
  })
}
