import type { ChallengeId, IdentityId } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import type { Challenge, ChallengeBrowserHash } from '../../challenges/challenge.ts'
import type { Reclaim } from '../../challenges/challenge-store.ts'
import { after, day } from '../../core/duration.ts'
import type { CodeGrant, GrantHash } from '../../grants/grant.ts'
import type { Identity } from '../../identities/identity.ts'
import type { RefreshTokenHash } from '../../sessions/session.ts'
import type { RefreshTokenFamily } from '../../tokens/refresh-token.ts'
import type { User } from '../../users/user.ts'
import { addSession, addUser, aSession, aStart, aUser, noEvents, start, tokenHash } from '../fixtures.ts'
import { aChallenge } from './a-challenge.ts'
import { aMail } from './a-mail.ts'
import { addPasskey, aPasskey } from './a-passkey.ts'
import {
  addAttempts,
  addTrustedDevice,
  addTwoStep,
  anAttempt,
  aRecoveryCode,
  aTrustedDevice,
} from './a-second-factor.ts'
import { anEvent, eventsOf } from './recorded-events.ts'

const ada = aUser('ada')
const provenAda: User = { ...ada, emailProvenAt: after(start, -day) }
const bob = aUser('bob')
const now = after(start, 500)
const browserHash = 'one browser' as ChallengeBrowserHash
const ending = { at: now, reason: 'account_reclaimed', by: null } as const
const reclaim: Reclaim = { name: 'Ada Lovelace', passwordHash: 'hers', ending }
const asked = aChallenge('asked')
const consumed = { id: asked.id, now }

function anIdentityOf(user: User, subject: string, linkedAt = start): Identity {
  const id = `identity-${subject}` as IdentityId
  const key = { provider: 'google', issuer: 'https://google.example', subject, email: null }
  return { id, userId: user.id, ...key, linkedAt, lastUsedAt: linkedAt }
}

function aCodeOf(user: User): CodeGrant {
  return {
    kind: 'code',
    hash: `grant-${user.name}` as GrantHash,
    clientId: 'cli',
    redirectUri: 'http://127.0.0.1:1/callback',
    codeChallenge: 'challenge',
    requestedAt: start,
    expiresAt: after(start, 900),
    approval: { userId: user.id, sessionId: aSession(`own-${user.name}`, user).id },
  }
}

const refreshToken = (user: User) => `refresh-${user.name}` as RefreshTokenHash
const noFamily = 'none' as RefreshTokenFamily

/** The browsers that a user trusts: one early, one late. */
const trustedBy = (user: User) => [
  aTrustedDevice(`early-${user.name}`, user),
  aTrustedDevice(`late-${user.name}`, user, { createdAt: after(start, 100), lastUsedAt: after(start, 100) }),
]

/**
 * Stores a user with all that can act for them: a password, two identities, two passkeys, a browser, a client, and an unredeemed
 * grant; and with two-step verification, browsers that are trusted, and a sign-in that waits.
 */
async function addWholeUser(stores: AuthStores, user: User): Promise<void> {
  await addUser(stores, user, `hash-${user.name}`)
  const own = aSession(`own-${user.name}`, user)
  await addSession(stores, own)
  const client = aSession(`client-${user.name}`, user, { kind: 'client', clientId: 'cli' })
  await stores.sessions.start(aStart(client, { refreshToken: refreshToken(user) }), noEvents)
  for (const [subject, at] of [
    ['early', start],
    ['late', after(start, 100)],
  ] as const) {
    const identity = anIdentityOf(user, `${subject}-${user.name}`, at)
    await stores.identities.link({ identity, token: own.tokenHash, now: start }, noEvents)
  }
  await addPasskey(stores, aPasskey(`early-${user.name}`, user), user)
  await addPasskey(stores, aPasskey(`late-${user.name}`, user, { createdAt: after(start, 100) }), user)
  await stores.grants.insertApproved(aCodeOf(user), own.tokenHash, noEvents)
  await addTwoStep(stores, user)
  for (const device of trustedBy(user)) await addTrustedDevice(stores, user, device)
  await addAttempts(stores, user, anAttempt(`waits-${user.name}`, user))
}

/** What can act for a user. */
async function accessOf(stores: AuthStores, user: User) {
  const identities = await stores.identities.listByUser(user.id)
  const passkeys = await stores.passkeys.listByUser(user.id)
  const refresh = await stores.refreshTokens.find({ hash: refreshToken(user), family: noFamily }, now)
  return {
    password: await stores.passwords.findHash(user.id),
    identities: identities.map(({ subject }) => subject),
    passkeys: passkeys.map(({ id }) => id),
    sessions: (await stores.sessions.listLive(user.id, now)).map(({ id }) => id).toSorted(),
    refreshesTokens: (refresh?.live ?? null) !== null,
    hasGrant: (await stores.grants.find(aCodeOf(user).hash, now)) !== null,
    ...(await factorsOf(stores, user)),
  }
}

/** What a user has beyond the first factor. */
async function factorsOf({ secondFactors }: AuthStores, user: User) {
  const { totpSince, recoveryCodesLeft } = await secondFactors.findState(user.id)
  const trusted = await secondFactors.listTrustedDevices(user.id, now)
  const waiting = await secondFactors.findAttempt(anAttempt(`waits-${user.name}`, user).tokenHash)
  return {
    totpSince,
    recoveryCodesLeft,
    trustedDevices: trusted.map(({ id }) => id).toSorted(),
    waits: waiting !== null,
  }
}

const allFactors = (user: User) => ({
  totpSince: start as Date | null,
  recoveryCodesLeft: 2,
  trustedDevices: [`early-${user.name}`, `late-${user.name}`],
  waits: true,
})
const noFactors = { totpSince: null, recoveryCodesLeft: 0, trustedDevices: [], waits: false }

const untouched = (user: User) => ({
  password: `hash-${user.name}`,
  identities: [`early-${user.name}`, `late-${user.name}`],
  passkeys: [`early-${user.name}`, `late-${user.name}`],
  sessions: [`client-${user.name}`, `own-${user.name}`],
  refreshesTokens: true,
  hasGrant: true,
  ...allFactors(user),
})
const endedOf = (user: User) =>
  [`client-${user.name}`, `own-${user.name}`].map((id) => ({ id, name: 'Chrome on macOS' }))
const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1)

let mails = 0
async function add({ challenges }: AuthStores, ...added: readonly Challenge[]): Promise<void> {
  for (const challenge of added) {
    mails += 1
    await challenges.create(challenge, aMail(`mail-${mails}`))
  }
}

async function remaining({ challenges }: AuthStores, ...ids: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(ids.map((id) => challenges.find(id as ChallengeId)))
  return ids.filter((_, index) => found[index] !== null)
}

/** What every store of challenges promises. */
export function describeChallengeStore(name: string, createStores: () => Promise<AuthStores>): void {
  /** Stores of two whole users, with challenges. */
  const storesWith = async (user: User, ...added: readonly Challenge[]): Promise<AuthStores> => {
    const stores = await createStores()
    await addWholeUser(stores, user)
    await addWholeUser(stores, bob)
    await add(stores, ...added)
    return stores
  }

  describe(`${name} challenge store`, () => {
    it('returns a challenge as it was stored, by its id and by its token, also once it has expired', async () => {
      const stores = await storesWith(ada)
      const own = aSession('own-ada', ada)
      const whole = [
        asked,
        aChallenge('bound', { kind: 'change_email', userId: ada.id, sessionId: own.id, email: 'lovelace@example.com' }),
        aChallenge('pending', { kind: 'sign_up', pending: { name: 'Adä ‏שלום', passwordHash: 'hash' } }),
        aChallenge('without password', { kind: 'sign_up', pending: { name: 'Ada', passwordHash: null } }),
        aChallenge('expired', { expiresAt: after(start, -day) }),
      ]
      await add(stores, ...whole)
      for (const challenge of whole) {
        expect(await stores.challenges.find(challenge.id)).toEqual(challenge)
        expect(await stores.challenges.findByToken(challenge.tokenHash)).toEqual(challenge)
      }
      expect(await stores.challenges.find('unknown' as ChallengeId)).toBeNull()
      expect(await stores.challenges.findByToken(aChallenge('unknown').tokenHash)).toBeNull()
    })

    it('stores the mail of a challenge with it', async () => {
      const stores = await storesWith(ada)
      const mail = aMail('mail of a challenge', { sealedSecret: 'sealed' })
      await stores.challenges.create(asked, mail)
      const claimed = await stores.outbox.claim({ now, until: after(now, 1), limit: 10 })
      expect(claimed).toMatchObject([{ ids: [mail.id], content: mail.content, sealedSecret: 'sealed' }])
    })

    it('deletes what the same browser asked for before, of the same kind', async () => {
      const stores = await storesWith(
        ada,
        aChallenge('first', { browserHash, userId: ada.id }),
        aChallenge('of another kind', { browserHash, kind: 'reset_password' }),
        aChallenge('of another browser', { userId: ada.id }),
        aChallenge('second', { browserHash, userId: ada.id, email: 'other@example.com' }),
      )
      const ids = ['first', 'of another kind', 'of another browser', 'second']
      expect(await remaining(stores, ...ids)).toEqual(['of another kind', 'of another browser', 'second'])
    })

    it('deletes what the same user asked for before in a session, of the same kind', async () => {
      const own = { userId: ada.id, sessionId: aSession('own-ada', ada).id, kind: 'change_email' } as const
      const stores = await storesWith(
        ada,
        aChallenge('first', own),
        aChallenge('of another kind', { ...own, kind: 'prove_email' }),
        aChallenge('of another user', { ...own, userId: bob.id, sessionId: aSession('own-bob', bob).id }),
        aChallenge('second', { ...own, sessionId: aSession('client-ada', ada).id }),
      )
      const ids = ['first', 'of another kind', 'of another user', 'second']
      expect(await remaining(stores, ...ids)).toEqual(['of another kind', 'of another user', 'second'])
    })

    it('never deletes an undo for another challenge', async () => {
      const undo = { kind: 'undo_email_change', userId: ada.id, browserHash } as const
      const own = { userId: ada.id, sessionId: aSession('own-ada', ada).id, browserHash } as const
      const stores = await storesWith(
        ada,
        aChallenge('first', undo),
        aChallenge('second', undo),
        aChallenge('third', { ...own, kind: 'change_email' }),
      )
      expect(await remaining(stores, 'first', 'second', 'third')).toEqual(['first', 'second', 'third'])
    })

    it('stores a challenge with its mail and deletes others, or does neither', async () => {
      const stores = await storesWith(ada)
      await stores.challenges.create(aChallenge('first', { browserHash }), aMail('taken id'))
      if (name === 'memory') return
      const failing = stores.challenges.create(aChallenge('second', { browserHash }), aMail('taken id'))
      await expect(failing).rejects.toThrow(/unique/i)
      expect(await remaining(stores, 'first', 'second')).toEqual(['first'])
    })

    it('counts tries up to a maximum, and none of a challenge that is gone', async () => {
      const stores = await storesWith(ada, asked, aChallenge('other'))
      const tries = await Promise.all(Array.from({ length: 8 }, () => stores.challenges.countTry(asked.id, 5)))
      expect(tries.filter(Boolean)).toHaveLength(5)
      expect(await stores.challenges.countTry(asked.id, 5)).toBe(false)
      expect(await stores.challenges.countTry(asked.id, 6)).toBe(true)
      expect(await stores.challenges.countTry(aChallenge('other').id, 1)).toBe(true)
      expect(await stores.challenges.countTry('unknown' as ChallengeId, 5)).toBe(false)
      expect(await stores.challenges.find(asked.id)).toEqual(asked)
    })

    it('gives a try back, and none that was not counted', async () => {
      const { challenges } = await storesWith(ada, asked, aChallenge('other'))
      await challenges.giveBackTry(asked.id)
      await challenges.giveBackTry('unknown' as ChallengeId)
      for (const _ of [1, 2]) expect(await challenges.countTry(asked.id, 2)).toBe(true)
      expect(await challenges.countTry(asked.id, 2)).toBe(false)
      await challenges.giveBackTry(asked.id)
      expect(await challenges.countTry(asked.id, 2)).toBe(true)
      expect(await challenges.countTry(asked.id, 2)).toBe(false)
      expect(await challenges.countTry(aChallenge('other').id, 1)).toBe(true)
      await challenges.giveBackTry(asked.id)
      expect(await challenges.countTry(aChallenge('other').id, 1)).toBe(false)
    })

    it('deletes expired challenges, in batches, and no others', async () => {
      const expired = ['1', '2', '3'].map((id) => aChallenge(id, { expiresAt: now }))
      const stores = await storesWith(ada, ...expired, aChallenge('later', { expiresAt: after(now, 1) }))
      expect(await stores.challenges.deleteExpiredBefore(now, 5)).toBe(0)
      expect(await stores.challenges.deleteExpiredBefore(after(now, 1), 2)).toBe(2)
      expect(await stores.challenges.deleteExpiredBefore(after(now, 1), 2)).toBe(1)
      expect(await remaining(stores, '1', '2', '3', 'later')).toEqual(['later'])
    })

    describe('signing up', () => {
      const eve: User = { ...aUser('eve'), emailProvenAt: now }
      const signUp = { ...consumed, user: eve, passwordHash: 'hash', start: aStart(aSession('new', eve)), keep: false }

      it('creates a user with a session and a password, and consumes the challenge', async () => {
        const stores = await storesWith(ada, aChallenge('asked', { email: eve.email }))
        const started = await stores.challenges.signUp(signUp, ({ session }) => [
          anEvent(eve.id, `event-${session.id}`),
        ])
        expect(started).toMatchObject({ session: { id: 'new' }, replaced: null, beyondLimit: [] })
        expect(await stores.passwords.findByEmail(eve.email)).toEqual({ user: eve, hash: 'hash' })
        expect((await stores.sessions.findLive(tokenHash('new'), now))?.user).toEqual(eve)
        expect(await eventsOf(stores, eve.id)).toEqual(['event-new'])
        expect(await remaining(stores, 'asked')).toEqual([])
        expect(await stores.challenges.signUp(signUp, noEvents)).toBe('consumed')
      })

      it('creates a user without a password', async () => {
        const stores = await storesWith(ada, aChallenge('asked', { email: eve.email }))
        await stores.challenges.signUp({ ...signUp, passwordHash: null }, noEvents)
        expect(await stores.passwords.findByEmail(eve.email)).toEqual({ user: eve, hash: null })
      })

      it('keeps the challenge for the proof that is still to come, as that of the user', async () => {
        const pending = { name: 'Eve', passwordHash: 'hash' }
        const challenge = aChallenge('asked', { kind: 'sign_up', email: eve.email, pending })
        const stores = await storesWith(ada, challenge)
        const user: User = { ...eve, emailProvenAt: null }
        await stores.challenges.signUp({ ...signUp, user, keep: true }, noEvents)
        expect(await stores.challenges.find(asked.id)).toEqual({ ...challenge, userId: eve.id, pending: null })
        const second = aUser('second')
        const again = { ...signUp, user: { ...second, email: eve.email }, start: aStart(aSession('newer', second)) }
        expect(await stores.challenges.signUp({ ...again, keep: true }, noEvents)).toBe('email_taken')
        const proof = { ...consumed, userId: eve.id }
        expect(await stores.challenges.proveEmail(proof, noEvents)).toEqual({ email: eve.email })
        expect(await stores.users.findByEmail(eve.email)).toEqual(eve)
        expect(await remaining(stores, 'asked')).toEqual([])
      })

      it('leaves the challenge where the address has a user by now', async () => {
        const stores = await storesWith(ada, asked)
        const taken = { ...signUp, user: { ...eve, email: ada.email } }
        expect(await stores.challenges.signUp(taken, () => [anEvent(ada.id)])).toBe('email_taken')
        expect(await remaining(stores, 'asked')).toEqual(['asked'])
        expect(await eventsOf(stores, ada.id)).toEqual([])
        expect(await stores.sessions.findLive(tokenHash('new'), now)).toBeNull()
      })

      it('gives an address that an undo waits for to the one who proves it alone', async () => {
        const undo = { kind: 'undo_email_change', email: eve.email, userId: bob.id } as const
        const stores = await storesWith(ada, aChallenge('asked', { email: eve.email }), aChallenge('undo', undo))
        const unproven = { ...signUp, user: { ...eve, emailProvenAt: null }, keep: true }
        expect(await stores.challenges.signUp(unproven, () => [anEvent(eve.id)])).toBe('email_taken')
        expect(await stores.users.findByEmail(eve.email)).toBeNull()
        expect(await remaining(stores, 'asked', 'undo')).toEqual(['asked', 'undo'])
        expect(await eventsOf(stores, eve.id)).toEqual([])
        expect(await stores.challenges.signUp(signUp, noEvents)).toMatchObject({ session: { id: 'new' } })
      })

      it('creates a user before the proof where an undo has expired, is of another address, or is another challenge', async () => {
        const undo = { kind: 'undo_email_change', email: eve.email, userId: bob.id } as const
        for (const other of [
          { ...undo, expiresAt: now },
          { ...undo, email: 'other@example.com' },
          { email: eve.email },
        ]) {
          const stores = await storesWith(ada, aChallenge('asked', { email: eve.email }), aChallenge('other', other))
          const unproven = { ...signUp, user: { ...eve, emailProvenAt: null }, keep: true }
          expect(await stores.challenges.signUp(unproven, noEvents)).toMatchObject({ session: { id: 'new' } })
        }
      })

      it('does nothing with a challenge that has expired', async () => {
        const stores = await storesWith(ada, aChallenge('asked', { email: eve.email, expiresAt: now }))
        expect(await stores.challenges.signUp(signUp, noEvents)).toBe('consumed')
        expect(await stores.users.findByEmail(eve.email)).toBeNull()
      })

      it('replaces the session that the browser had', async () => {
        const stores = await storesWith(ada, aChallenge('asked', { email: eve.email }))
        const replaces = {
          target: aSession('own-bob', bob),
          ending: { at: now, reason: 'replaced', by: null },
        } as const
        const replacing = { ...signUp, start: aStart(aSession('new', eve), { replaces }) }
        expect(await stores.challenges.signUp(replacing, noEvents)).toMatchObject({ replaced: { id: 'own-bob' } })
        expect((await accessOf(stores, bob)).sessions).toEqual(['client-bob'])
      })
    })

    describe('signing in', () => {
      const signIn = { ...consumed, userId: ada.id, start: aStart(aSession('new', ada), { now }), reclaim: null }

      it('starts a session for the user of a proven address, and leaves all else', async () => {
        const stores = await storesWith(provenAda, asked, aChallenge('other', { userId: ada.id, kind: 'change_email' }))
        const started = await stores.challenges.signIn(signIn, ({ started: { session } }) => [
          anEvent(ada.id, `event-${session.id}`),
        ])
        expect(started).toMatchObject({ started: { session: { id: 'new' }, replaced: null }, ended: [] })
        const access = await accessOf(stores, ada)
        expect(access).toEqual({ ...untouched(ada), sessions: ['client-ada', 'new', 'own-ada'] })
        expect(await stores.users.findByEmail(ada.email)).toEqual(provenAda)
        expect(await eventsOf(stores, ada.id)).toEqual(['event-new'])
        expect(await remaining(stores, 'asked', 'other')).toEqual(['other'])
        expect(await stores.challenges.signIn(signIn, noEvents)).toBe('consumed')
      })

      it('takes everything that was set up before from an account whose address was not proven', async () => {
        const own = { userId: ada.id, sessionId: aSession('own-ada', ada).id }
        const stores = await storesWith(
          ada,
          asked,
          aChallenge('change', { ...own, kind: 'change_email' }),
          aChallenge('reset', { userId: ada.id, kind: 'reset_password' }),
          aChallenge('undo', { userId: ada.id, kind: 'undo_email_change' }),
          aChallenge('of bob', { userId: bob.id }),
        )
        const started = await stores.challenges.signIn({ ...signIn, reclaim }, ({ ended }) => [
          anEvent(ada.id, `ended ${ended.length}`),
        ])
        if (typeof started === 'string') throw new TypeError(started)
        expect(started.started.session.id).toBe('new')
        expect(started.started).toMatchObject({ replaced: null, beyondLimit: [] })
        expect(started.ended.toSorted(byId)).toEqual(endedOf(ada))
        expect(await stores.users.findByEmail(ada.email)).toEqual({ ...ada, name: 'Ada Lovelace', emailProvenAt: now })
        expect(await accessOf(stores, ada)).toEqual({
          password: 'hers',
          identities: [],
          passkeys: [],
          sessions: ['new'],
          refreshesTokens: false,
          hasGrant: false,
          ...noFactors,
        })
        expect(await stores.sessions.findEnded(own.sessionId, now)).toMatchObject({ endReason: 'account_reclaimed' })
        expect((await stores.sessions.findLive(tokenHash('new'), now))?.user.name).toBe('Ada Lovelace')
        expect(await eventsOf(stores, ada.id)).toEqual(['ended 2'])
        const ids = ['asked', 'change', 'reset', 'undo', 'of bob']
        expect(await remaining(stores, ...ids)).toEqual(['undo', 'of bob'])
        expect(await accessOf(stores, bob)).toEqual(untouched(bob))
      })

      it('starts a session in an account that is taken back, also where a second factor is asked for', async () => {
        const stores = await storesWith(ada, asked)
        const attempt = anAttempt('new', ada)
        const asking = { ...signIn, start: aStart(aSession('new', ada), { now, attempt }), reclaim }
        expect(await stores.challenges.signIn(asking, noEvents)).toMatchObject({ started: { attempt: null } })
        expect((await accessOf(stores, ada)).sessions).toEqual(['new'])
        expect(await stores.secondFactors.findAttempt(attempt.tokenHash)).toBeNull()
      })

      it('leaves the name, and no password, where none is asked for', async () => {
        const stores = await storesWith(ada, asked)
        const nothing = { ...reclaim, name: null, passwordHash: null }
        await stores.challenges.signIn({ ...signIn, reclaim: nothing }, noEvents)
        expect(await stores.passwords.findByEmail(ada.email)).toMatchObject({ user: { name: 'ada' }, hash: null })
      })

      it('gives an account without a password the one that is asked for', async () => {
        const stores = await createStores()
        const own = aStart(aSession('own', ada))
        await stores.identities.signUp({ user: ada, identity: anIdentityOf(ada, '1'), start: own }, noEvents)
        await add(stores, asked)
        await stores.challenges.signIn({ ...signIn, reclaim }, noEvents)
        expect(await stores.passwords.findHash(ada.id)).toBe('hers')
      })

      it('ends the session that the browser had for what was taken back, and that of another user as replaced', async () => {
        for (const owner of [ada, bob]) {
          const stores = await storesWith(ada, asked)
          const target = aSession(`own-${owner.name}`, owner)
          const replaces = { target, ending: { at: now, reason: 'replaced', by: null } } as const
          const replacing = { ...signIn, start: aStart(aSession('new', ada), { now, replaces }), reclaim }
          const outcome = await stores.challenges.signIn(replacing, noEvents)
          const isOther = owner === bob
          expect(outcome).toMatchObject({ started: { replaced: isOther ? { id: 'own-bob' } : null } })
          const reason = isOther ? 'replaced' : 'account_reclaimed'
          expect(await stores.sessions.findEnded(target.id, now)).toMatchObject({ endReason: reason })
        }
      })

      it('does nothing where whether the address is proven is not as it is taken, or it is another one', async () => {
        const cases = [
          { user: provenAda, challenge: asked, takes: reclaim },
          { user: ada, challenge: asked, takes: null },
          { user: provenAda, challenge: aChallenge('asked', { email: 'earlier@example.com' }), takes: null },
          { user: ada, challenge: aChallenge('asked', { email: 'earlier@example.com' }), takes: reclaim },
        ]
        for (const { user, challenge, takes } of cases) {
          const stores = await storesWith(user, challenge)
          const outcome = stores.challenges.signIn({ ...signIn, reclaim: takes }, () => [anEvent(ada.id)])
          expect(await outcome).toBe('changed')
          expect(await accessOf(stores, ada)).toEqual(untouched(ada))
          expect(await stores.users.findByEmail(ada.email)).toEqual(user)
          expect(await remaining(stores, 'asked')).toEqual(['asked'])
          expect(await eventsOf(stores, ada.id)).toEqual([])
        }
      })

      it('does nothing with a challenge that has expired', async () => {
        const stores = await storesWith(ada, aChallenge('asked', { expiresAt: now }))
        expect(await stores.challenges.signIn({ ...signIn, reclaim }, noEvents)).toBe('consumed')
        expect(await accessOf(stores, ada)).toEqual(untouched(ada))
      })
    })

    describe('proving an address', () => {
      const proof = { ...consumed, userId: ada.id }

      it('is recorded, and consumes the challenge alone', async () => {
        const stores = await storesWith(ada, asked, aChallenge('other', { userId: ada.id }))
        const proven = await stores.challenges.proveEmail(proof, ({ email }) => [anEvent(ada.id, `event-${email}`)])
        expect(proven).toEqual({ email: ada.email })
        expect(await stores.users.findByEmail(ada.email)).toEqual({ ...ada, emailProvenAt: now })
        expect((await stores.sessions.findLive(tokenHash('own-ada'), now))?.user.emailProvenAt).toEqual(now)
        expect(await accessOf(stores, ada)).toEqual(untouched(ada))
        expect(await eventsOf(stores, ada.id)).toEqual([`event-${ada.email}`])
        expect(await remaining(stores, 'asked', 'other')).toEqual(['other'])
        expect(await stores.challenges.proveEmail(proof, noEvents)).toBe('consumed')
      })

      it('leaves the moment of an earlier proof', async () => {
        const stores = await storesWith(provenAda, asked)
        await stores.challenges.proveEmail(proof, noEvents)
        expect(await stores.users.findByEmail(ada.email)).toEqual(provenAda)
      })

      it('does nothing with a challenge that has expired, or that another address was mailed', async () => {
        for (const changes of [{ expiresAt: now }, { email: 'earlier@example.com' }]) {
          const stores = await storesWith(ada, aChallenge('asked', changes))
          expect(await stores.challenges.proveEmail(proof, () => [anEvent(ada.id)])).toBe('consumed')
          expect(await stores.users.findByEmail(ada.email)).toEqual(ada)
          expect(await eventsOf(stores, ada.id)).toEqual([])
        }
      })
    })

    describe('resetting a password', () => {
      const reset = { ...consumed, userId: ada.id, passwordHash: 'newest', ending }

      it('ends every session and deletes every other challenge and grant, but no identity, passkey or second factor of a proven address', async () => {
        const stores = await storesWith(
          provenAda,
          asked,
          aChallenge('change', { kind: 'change_email', userId: ada.id, sessionId: aSession('own-ada', ada).id }),
          aChallenge('sign-in', { userId: ada.id }),
          aChallenge('undo', { kind: 'undo_email_change', userId: ada.id }),
          aChallenge('of bob', { userId: bob.id }),
        )
        const outcome = await stores.challenges.resetPassword(reset, ({ ended, connectedAccounts }) => [
          anEvent(ada.id, `ended ${ended.length}, left ${connectedAccounts}`),
        ])
        if (outcome === 'consumed') throw new TypeError(outcome)
        expect(outcome.ended.toSorted(byId)).toEqual(endedOf(ada))
        expect(outcome.connectedAccounts).toBe(2)
        expect(await accessOf(stores, ada)).toEqual({
          password: 'newest',
          identities: ['early-ada', 'late-ada'],
          passkeys: ['early-ada', 'late-ada'],
          sessions: [],
          refreshesTokens: false,
          hasGrant: false,
          ...allFactors(ada),
          waits: false,
        })
        expect(await stores.users.findByEmail(ada.email)).toEqual(provenAda)
        expect(await eventsOf(stores, ada.id)).toEqual(['ended 2, left 2'])
        const ids = ['asked', 'change', 'sign-in', 'undo', 'of bob']
        expect(await remaining(stores, ...ids)).toEqual(['undo', 'of bob'])
        expect(await accessOf(stores, bob)).toEqual(untouched(bob))
        expect(await stores.challenges.resetPassword(reset, noEvents)).toBe('consumed')
      })

      it('proves an address that was not proven, and removes its identities, passkeys and second factors', async () => {
        const stores = await storesWith(ada, asked)
        expect(await stores.challenges.resetPassword(reset, noEvents)).toMatchObject({ connectedAccounts: 0 })
        expect(await accessOf(stores, ada)).toMatchObject({
          password: 'newest',
          identities: [],
          passkeys: [],
          ...noFactors,
        })
        expect(await stores.users.findByEmail(ada.email)).toEqual({ ...ada, emailProvenAt: now })
        expect(await accessOf(stores, bob)).toEqual(untouched(bob))
      })

      it('gives a password to a user without one', async () => {
        const stores = await createStores()
        const own = aStart(aSession('own', provenAda))
        const identity = anIdentityOf(ada, '1')
        await stores.identities.signUp({ user: provenAda, identity, start: own }, noEvents)
        await add(stores, asked)
        await stores.challenges.resetPassword(reset, noEvents)
        expect(await stores.passwords.findHash(ada.id)).toBe('newest')
      })

      it('does nothing with a challenge that has expired, or that another address was mailed', async () => {
        for (const changes of [{ expiresAt: now }, { email: 'earlier@example.com' }]) {
          const stores = await storesWith(ada, aChallenge('asked', changes))
          expect(await stores.challenges.resetPassword(reset, () => [anEvent(ada.id)])).toBe('consumed')
          expect(await accessOf(stores, ada)).toEqual(untouched(ada))
          expect(await eventsOf(stores, ada.id)).toEqual([])
        }
      })
    })

    describe('changing an address', () => {
      const email = 'lovelace@example.com'
      const own = aSession('own-ada', ada)
      const change = aChallenge('asked', { kind: 'change_email', email, userId: ada.id, sessionId: own.id })
      const undo = aChallenge('undo', { kind: 'undo_email_change', userId: ada.id, expiresAt: after(now, 7 * day) })
      const mail = aMail('undo', { sealedSecret: 'sealed', expiresAt: after(now, 7 * day) })
      const changing = { ...consumed, userId: ada.id, email, token: own.tokenHash, undo: { challenge: undo, mail } }

      it('gives the user the address as proven, and stores the undo with its mail', async () => {
        const stores = await storesWith(ada, change, aChallenge('other', { userId: ada.id }))
        const outcome = await stores.challenges.changeEmail(changing, (changed) => [
          anEvent(ada.id, `event-${changed.email}`),
        ])
        expect(outcome).toBe('changed')
        const changed = { ...ada, email, emailProvenAt: now }
        expect(await stores.users.findByEmail(email)).toEqual(changed)
        expect(await stores.users.findByEmail(ada.email)).toBeNull()
        expect((await stores.sessions.findLive(own.tokenHash, now))?.user).toEqual(changed)
        expect(await accessOf(stores, ada)).toEqual(untouched(ada))
        expect(await stores.challenges.find(undo.id)).toEqual(undo)
        expect(await remaining(stores, 'asked', 'other')).toEqual(['other'])
        const claimed = await stores.outbox.claim({ now, until: after(now, 1), limit: 10 })
        expect(claimed).toContainEqual(expect.objectContaining({ ids: ['undo'], sealedSecret: 'sealed' }))
        expect(await eventsOf(stores, ada.id)).toEqual([`event-${email}`])
        expect(await stores.challenges.changeEmail(changing, noEvents)).toBe('consumed')
      })

      it('is made by a live session of the user alone', async () => {
        const stores = await storesWith(ada, change)
        const others = ['unknown', 'own-bob'].map((token) => ({ ...changing, token: tokenHash(token) }))
        for (const other of others) expect(await stores.challenges.changeEmail(other, noEvents)).toBe('session_ended')
        await stores.sessions.end(own, ending, noEvents)
        expect(await stores.challenges.changeEmail(changing, () => [anEvent(ada.id)])).toBe('session_ended')
        expect(await stores.users.findByEmail(ada.email)).toEqual(ada)
        expect(await remaining(stores, 'asked', 'undo')).toEqual(['asked'])
        expect(await eventsOf(stores, ada.id)).toEqual([])
      })

      it('is not made by a session that time has ended', async () => {
        const stores = await storesWith(ada, { ...change, expiresAt: after(start, 2000) })
        const late = { ...changing, now: after(start, 1000) }
        expect(await stores.challenges.changeEmail(late, noEvents)).toBe('session_ended')
      })

      it('does nothing where another user has the address', async () => {
        const stores = await storesWith(ada, { ...change, email: bob.email })
        const taken = { ...changing, email: bob.email }
        expect(await stores.challenges.changeEmail(taken, () => [anEvent(ada.id)])).toBe('email_taken')
        expect(await stores.users.findByEmail(ada.email)).toEqual(ada)
        expect(await stores.users.findByEmail(bob.email)).toEqual(bob)
        expect(await remaining(stores, 'asked', 'undo')).toEqual(['asked'])
        expect(await eventsOf(stores, ada.id)).toEqual([])
      })

      it('does nothing with a challenge that has expired', async () => {
        const stores = await storesWith(ada, { ...change, expiresAt: now })
        expect(await stores.challenges.changeEmail(changing, noEvents)).toBe('consumed')
        expect(await stores.users.findByEmail(ada.email)).toEqual(ada)
      })
    })

    describe('taking a change of address back', () => {
      const email = 'earlier@example.com'
      const changedAt = after(start, 100)
      const undo = aChallenge('asked', { kind: 'undo_email_change', email, userId: ada.id, createdAt: changedAt })
      const undoing = { ...consumed, userId: ada.id, email, changedAt, ending }

      it('gives the earlier address back, and removes every first factor, also of before the change, and every session', async () => {
        const stores = await storesWith(
          provenAda,
          undo,
          aChallenge('change', { kind: 'change_email', userId: ada.id, sessionId: aSession('own-ada', ada).id }),
          aChallenge('sign-in', { userId: ada.id }),
          aChallenge('earlier undo', { kind: 'undo_email_change', userId: ada.id }),
          aChallenge('later undo', { kind: 'undo_email_change', userId: ada.id, createdAt: after(changedAt, 1) }),
          aChallenge('of bob', { userId: bob.id }),
        )
        const outcome = await stores.challenges.undoEmailChange(undoing, ({ ended }) => [
          anEvent(ada.id, `ended ${ended.length}`),
        ])
        if (typeof outcome === 'string') throw new TypeError(outcome)
        expect(outcome.ended.toSorted(byId)).toEqual(endedOf(ada))
        expect(await stores.users.findByEmail(email)).toEqual({ ...ada, email, emailProvenAt: now })
        expect(await stores.users.findByEmail(ada.email)).toBeNull()
        expect(await accessOf(stores, ada)).toEqual({
          password: null,
          identities: [],
          passkeys: [],
          sessions: [],
          refreshesTokens: false,
          hasGrant: false,
          ...allFactors(ada),
          trustedDevices: ['early-ada'],
          waits: false,
        })
        expect(await eventsOf(stores, ada.id)).toEqual(['ended 2'])
        const ids = ['asked', 'change', 'sign-in', 'earlier undo', 'later undo', 'of bob']
        expect(await remaining(stores, ...ids)).toEqual(['earlier undo', 'of bob'])
        expect(await accessOf(stores, bob)).toEqual(untouched(bob))
        expect(await stores.challenges.undoEmailChange(undoing, noEvents)).toBe('consumed')
      })

      it('removes an authenticator app that was added since, with all that it made possible', async () => {
        const stores = await storesWith(provenAda, undo)
        await stores.secondFactors.removeTotp(ada.id, noEvents)
        await addTwoStep(stores, ada, { createdAt: changedAt })
        await addTrustedDevice(stores, ada, aTrustedDevice('late', ada))
        await addAttempts(stores, ada, anAttempt('waits-ada', ada))
        await stores.challenges.undoEmailChange(undoing, noEvents)
        expect(await accessOf(stores, ada)).toMatchObject(noFactors)
        expect(await accessOf(stores, bob)).toEqual(untouched(bob))
      })

      it('removes recovery codes that were renewed since, and leaves the authenticator app', async () => {
        const stores = await storesWith(provenAda, undo)
        const recoveryCodes = ['X', 'Y'].map((slot) => aRecoveryCode(ada, slot, { createdAt: changedAt }))
        await stores.secondFactors.replaceRecoveryCodes({ userId: ada.id, recoveryCodes }, noEvents)
        await stores.challenges.undoEmailChange(undoing, noEvents)
        expect(await accessOf(stores, ada)).toMatchObject({ totpSince: start, recoveryCodesLeft: 0 })
      })

      it('does nothing where another user has the earlier address by now', async () => {
        const stores = await storesWith(ada, { ...undo, email: bob.email })
        const taken = { ...undoing, email: bob.email }
        expect(await stores.challenges.undoEmailChange(taken, () => [anEvent(ada.id)])).toBe('email_taken')
        expect(await stores.users.findByEmail(ada.email)).toEqual(ada)
        expect(await accessOf(stores, ada)).toEqual(untouched(ada))
        expect(await remaining(stores, 'asked')).toEqual(['asked'])
        expect(await eventsOf(stores, ada.id)).toEqual([])
      })

      it('does nothing with a challenge that has expired', async () => {
        const stores = await storesWith(ada, { ...undo, expiresAt: now })
        expect(await stores.challenges.undoEmailChange(undoing, noEvents)).toBe('consumed')
        expect(await accessOf(stores, ada)).toEqual(untouched(ada))
      })
    })

    it('makes one of many concurrent changes with one challenge', async () => {
      const stores = await storesWith(ada, asked)
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const starting = aStart(aSession(`s-${index}`, ada), { now })
          const signIn = { ...consumed, userId: ada.id, start: starting, reclaim }
          return stores.challenges.signIn(signIn, () => [anEvent(ada.id, `event-${index}`)])
        }),
      )
      expect(outcomes.filter((outcome) => outcome !== 'consumed')).toHaveLength(1)
      const winner = outcomes.findIndex((outcome) => outcome !== 'consumed')
      expect((await accessOf(stores, ada)).sessions).toEqual([`s-${winner}`])
      expect(await eventsOf(stores, ada.id)).toEqual([`event-${winner}`])
    })

    it('makes a change with its events, or not at all', async () => {
      if (name === 'memory') return
      const failing = (): never => {
        throw new Error('no event')
      }
      const own = aSession('own-ada', ada)
      const eve = aUser('eve')
      const undo = aChallenge('undo', { kind: 'undo_email_change' })
      const stores = await storesWith(ada, asked)
      const { challenges } = stores
      const starting = { ...consumed, start: aStart(aSession('new', ada), { now }) }
      const user = { ...consumed, userId: ada.id }
      const address = { ...user, email: 'lovelace@example.com' }
      const begun = aStart(aSession('new', eve))
      const attempts = [
        () => challenges.signUp({ ...starting, start: begun, user: eve, passwordHash: 'h', keep: false }, failing),
        () => challenges.signIn({ ...starting, userId: ada.id, reclaim }, failing),
        () => challenges.proveEmail(user, failing),
        () => challenges.resetPassword({ ...user, passwordHash: 'newest', ending }, failing),
        () =>
          challenges.changeEmail(
            { ...address, token: own.tokenHash, undo: { challenge: undo, mail: aMail('undo') } },
            failing,
          ),
        () => challenges.undoEmailChange({ ...address, changedAt: start, ending }, failing),
      ]
      for (const attempt of attempts) {
        await expect(attempt()).rejects.toThrow('no event')
        expect(await stores.users.findByEmail(ada.email)).toEqual(ada)
        expect(await accessOf(stores, ada)).toEqual(untouched(ada))
        expect(await remaining(stores, 'asked', 'undo')).toEqual(['asked'])
      }
      expect(await stores.users.findByEmail(eve.email)).toBeNull()
    })
  })
}
