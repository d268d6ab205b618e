import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { type AuthenticationResponseInput, maxPasskeys, passkeyChallengeLifetime } from '@latchkey/schema'
import { beforeEach, describe, expect, it } from 'vitest'
import { hour, minute } from '../core/duration.ts'
import { newSecret } from '../core/secret.ts'
import { aRequest } from '../testing/fixtures.ts'
import { createMemoryStores } from '../testing/memory/memory-stores.ts'
import { type AnswerFaults, SoftwareAuthenticator } from '../testing/software-authenticator.ts'
import { type TestAuth, testAuth } from '../testing/test-auth.ts'
import type { Caller } from '../sessions/caller.ts'
import { type Passkey, type PasskeyBrowser, userHandleOf } from './passkey.ts'
import { conditionalWindow } from './register-passkey.ts'

const ada = { email: 'ada@example.com', name: 'Ada', password: 'correct horse battery' }
const origin = 'http://localhost:3000'

let stores: ReturnType<typeof createMemoryStores>
let world: TestAuth
let caller: Caller
let authenticator: SoftwareAuthenticator
const browser: PasskeyBrowser = newSecret(randomBytes)
const context = { request: aRequest, browser }
const signedOut = { ...context, caller: null }

beforeEach(async () => {
  stores = createMemoryStores()
  world = testAuth({ stores })
  caller = await world.auth.passwords.signUp(ada, { request: aRequest, replaces: null })
  authenticator = new SoftwareAuthenticator({ origin })
})

/** The options for a passkey of a caller, as the browser is given them. */
async function creationOptions(of: Caller, mediation: 'optional' | 'conditional' = 'optional', where = context) {
  const { relyingParty, challenge } = await world.auth.passkeys.requestRegistration(of, mediation, where)
  return { challenge, rp: relyingParty, user: { id: userHandleOf(of.user.id) } }
}

async function addPasskey(of = caller, by = authenticator, faults: AnswerFaults = {}): Promise<Passkey> {
  const response = by.create(await creationOptions(of), faults)
  return world.auth.passkeys.register(of, response, context)
}

async function signInOptions(where = context) {
  const { relyingParty, challenge } = await world.auth.passkeys.requestSignIn(where)
  return { challenge, rpId: relyingParty.id }
}

async function signIn(faults: AnswerFaults = {}, by = authenticator) {
  return world.auth.passkeys.signIn(by.get(await signInOptions(), faults), false, signedOut)
}

async function stepUp(faults: AnswerFaults = {}, by = authenticator) {
  const { relyingParty, challenge } = await world.auth.passkeys.requestStepUp(caller, context)
  return world.auth.passkeys.stepUp(caller, by.get({ challenge, rpId: relyingParty.id }, faults), context)
}

const types = (): readonly string[] => world.events.map(({ type }) => type)

/** What is wrong with an answer, whichever ceremony it is of. */
const wrongAnswers: readonly (readonly [string, AnswerFaults])[] = [
  ['the page of another origin', { origin: 'https://evil.example' }],
  ['a page of this host at another port', { origin: 'http://localhost:4000' }],
  ['a frame in a page of another site', { crossOrigin: true }],
  ['another RP ID', { rpId: 'evil.example' }],
  ['another kind of ceremony', { type: 'payment.get' }],
  ['an authenticator without its user', { userPresent: false }],
  ['an authenticator that did not verify its user', { userVerified: false }],
  ['a passkey that is synced and can’t be', { backupEligible: false, backedUp: true }],
]

describe('adding a passkey', () => {
  it('stores it under the name of its authenticator, with the event', async () => {
    const google = new SoftwareAuthenticator({ origin, aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4', counts: false })
    const passkey = await addPasskey(caller, google)
    expect(passkey).toMatchObject({
      userId: caller.user.id,
      name: 'Google Password Manager',
      counter: 0,
      transports: ['internal', 'hybrid'],
      backupEligible: true,
      backedUp: true,
      lastUsedAt: null,
    })
    expect((await world.auth.passkeys.list(caller)).passkeys).toEqual([passkey])
    expect(world.events.at(-1)).toMatchObject({ type: 'passkey_added', label: 'Google Password Manager' })
  })

  it('names one of an unknown authenticator after its browser', async () => {
    expect(await addPasskey()).toMatchObject({ name: 'curl' })
  })

  it('asks authenticators for no second one, and users for no more than they may have', async () => {
    const ids = new Set<string>()
    for (let count = 0; count < maxPasskeys; count += 1) ids.add((await addPasskey()).id)
    await expect(creationOptions(caller)).rejects.toMatchObject({ code: 'TOO_MANY_PASSKEYS' })
    const [removed = ''] = ids
    await world.auth.passkeys.remove(caller, removed, aRequest)
    const { existing } = await world.auth.passkeys.requestRegistration(caller, 'optional', context)
    expect(new Set([removed, ...existing.map(({ id }) => id)])).toEqual(ids)
  })

  it.each(wrongAnswers)('refuses %s', async (_, faults) => {
    await expect(addPasskey(caller, authenticator, faults)).rejects.toMatchObject({ code: 'PASSKEY_REFUSED' })
    expect((await world.auth.passkeys.list(caller)).passkeys).toEqual([])
  })

  it.each([
    ['a certificate', new Map([['x5c', new Uint8Array([1])]])],
    [
      'a signature of another key',
      new Map<string, number | Uint8Array>([
        ['alg', -7],
        ['sig', randomBytes(70)],
      ]),
    ],
  ])('refuses an attestation by %s', async (_, statement) => {
    const attestation = new Map<string, string | typeof statement>([
      ['fmt', 'packed'],
      ['attStmt', statement],
    ])
    await expect(addPasskey(caller, authenticator, { attestation })).rejects.toMatchObject({ code: 'PASSKEY_REFUSED' })
  })

  it.each([
    ['none', ''],
    ['no map', '00'],
    ['a map that ends early', 'a363'],
    ['arrays in arrays', '81'.repeat(10_000)],
    ['a length that is not there', '5affffffff'],
    ['no bytes of an authenticator', 'a368617574684461746100'],
  ])('refuses what is no attestation object: %s', async (_, hex) => {
    const response = authenticator.create(await creationOptions(caller))
    const attestationObject = Buffer.from(hex, 'hex').toString('base64url')
    const altered = { ...response, response: { ...response.response, attestationObject } }
    await expect(world.auth.passkeys.register(caller, altered, context)).rejects.toMatchObject({
      code: 'PASSKEY_REFUSED',
    })
  })

  it('refuses the id of another credential', async () => {
    const response = authenticator.create(await creationOptions(caller))
    const id = randomBytes(32).toString('base64url')
    await expect(world.auth.passkeys.register(caller, { ...response, id, rawId: id }, context)).rejects.toMatchObject({
      code: 'PASSKEY_REFUSED',
    })
  })

  it('refuses the challenge of another session, of another user, and of another purpose', async () => {
    const other = await world.auth.passwords.signIn(ada, { request: aRequest, replaces: null })
    const bob = await world.auth.passwords.signUp(
      { ...ada, email: 'bob@example.com' },
      { request: aRequest, replaces: null },
    )
    const response = authenticator.create(await creationOptions(caller))
    for (const stranger of [other, bob]) {
      await expect(world.auth.passkeys.register(stranger, response, context)).rejects.toMatchObject({
        code: 'PASSKEY_CHALLENGE_ENDED',
      })
    }
    const { challenge } = await signInOptions()
    const options = { ...(await creationOptions(caller)), challenge }
    await expect(world.auth.passkeys.register(caller, authenticator.create(options), context)).rejects.toMatchObject({
      code: 'PASSKEY_CHALLENGE_ENDED',
    })
  })

  it('does not need its user’s presence where the browser does not ask, right after a password alone', async () => {
    const absent = { userPresent: false, userVerified: false }
    const response = authenticator.create(await creationOptions(caller, 'conditional'), absent)
    expect(await world.auth.passkeys.register(caller, response, context)).toMatchObject({ userId: caller.user.id })
    world.clock.advance(conditionalWindow)
    await expect(creationOptions(caller, 'conditional')).rejects.toMatchObject({ code: 'SUDO_REQUIRED' })
    // Every use of it says that its user was verified.
    await expect(signIn({ userVerified: false })).rejects.toMatchObject({ code: 'PASSKEY_REFUSED' })
    const { session, user } = await signIn()
    await expect(creationOptions({ session, user }, 'conditional')).rejects.toMatchObject({ code: 'SUDO_REQUIRED' })
  })
})

describe('signing in with a passkey', () => {
  beforeEach(async () => {
    await addPasskey()
  })

  it('starts a session that has shown both factors, and ends the one of the browser', async () => {
    world.clock.advance(hour)
    const { session, user } = await world.auth.passkeys.signIn(authenticator.get(await signInOptions()), true, {
      ...context,
      caller,
    })
    expect(user).toEqual(caller.user)
    expect(session).toMatchObject({ signInMethod: 'passkey', secondFactor: 'passkey', remembered: true })
    expect(() => world.auth.sessions.requireRecentStepUp({ user, session })).not.toThrow()
    expect(await world.auth.sessions.listLive(user.id)).toHaveLength(1)
    expect((await world.auth.passkeys.list(caller)).passkeys).toMatchObject([
      { counter: 2, lastUsedAt: world.clock.now() },
    ])
    expect(types().slice(-2)).toEqual(['session_ended', 'signed_in'])
  })

  it('is not asked for a code by a user who has two-step verification', async () => {
    const rotation = { id: caller.session.id, from: caller.session.tokenHash, to: caller.session.tokenHash }
    const totp = { userId: caller.user.id, sealedSecret: 'sealed', lastStep: 0, createdAt: world.clock.now() }
    await stores.secondFactors.addTotp(
      { totp, recoveryCodes: [], rotation: { ...rotation, stepUpUntil: world.clock.now(), secondFactor: null } },
      () => [],
    )
    expect(await signIn()).toMatchObject({ session: { secondFactor: 'passkey' } })
  })

  it.each([
    ...wrongAnswers,
    ['the user handle of another user', { userHandle: userHandleOf('another' as Caller['user']['id']) }],
    ['no user handle', { userHandle: null }],
    ['the signature of another key', { signedBy: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }],
    ['a counter that stays', { counter: 1 }],
    ['a counter that goes back', { counter: 0 }],
    ['a passkey that was one to sync', { backupEligible: false, backedUp: false }],
  ] satisfies readonly (readonly [string, AnswerFaults])[])('refuses %s', async (_, faults) => {
    await expect(signIn(faults)).rejects.toMatchObject({ code: 'PASSKEY_REFUSED' })
    expect((await world.auth.passkeys.list(caller)).passkeys).toMatchObject([{ counter: 1, lastUsedAt: null }])
    expect(types()).not.toContain('signed_in')
    expect(await signIn()).toMatchObject({ user: caller.user })
  })

  /** Alters one field of an answer that would be accepted. */
  const alter =
    (field: keyof AuthenticationResponseInput['response'], change: (value: string) => string) =>
    (answer: AuthenticationResponseInput): AuthenticationResponseInput => ({
      ...answer,
      response: { ...answer.response, [field]: change(answer.response[field] ?? '') },
    })
  it.each([
    ['a signature that lacks its end', alter('signature', (value) => value.slice(0, -4))],
    ['no signature', alter('signature', () => '')],
    ['bytes of an authenticator that lack their end', alter('authenticatorData', (value) => value.slice(0, -4))],
    ['bytes of an authenticator with more at their end', alter('authenticatorData', (value) => `${value}AAAA`)],
    ['no bytes of an authenticator', alter('authenticatorData', () => '')],
    ['no client data', alter('clientDataJSON', () => '')],
    ['client data that is no JSON', alter('clientDataJSON', () => Buffer.from('no JSON').toString('base64url'))],
    ['client data that is a number', alter('clientDataJSON', () => Buffer.from('1').toString('base64url'))],
    ['client data without a challenge', alter('clientDataJSON', () => Buffer.from('{}').toString('base64url'))],
    ['another raw id', (answer) => ({ ...answer, rawId: 'another' })],
  ] satisfies readonly (readonly [string, ReturnType<typeof alter>])[])('refuses %s', async (_, change) => {
    const answer = authenticator.get(await signInOptions())
    await expect(world.auth.passkeys.signIn(change(answer), false, signedOut)).rejects.toMatchObject({
      code: 'PASSKEY_REFUSED',
    })
  })

  it('takes the counter of an authenticator that does not count', async () => {
    const synced = new SoftwareAuthenticator({ origin, counts: false })
    await addPasskey(caller, synced)
    for (const _ of [1, 2]) expect(await signIn({}, synced)).toMatchObject({ user: caller.user })
  })

  it('refuses an answer that is sent again, and one that was refused before', async () => {
    const answer = authenticator.get(await signInOptions())
    await world.auth.passkeys.signIn(answer, false, signedOut)
    const again = world.auth.passkeys.signIn(answer, false, signedOut)
    await expect(again).rejects.toMatchObject({ code: 'PASSKEY_CHALLENGE_ENDED' })

    const options = await signInOptions()
    const wrong = authenticator.get(options, { userVerified: false })
    const refused = world.auth.passkeys.signIn(wrong, false, signedOut)
    await expect(refused).rejects.toMatchObject({ code: 'PASSKEY_REFUSED' })
    const right = world.auth.passkeys.signIn(authenticator.get(options), false, signedOut)
    await expect(right).rejects.toMatchObject({ code: 'PASSKEY_CHALLENGE_ENDED' })
  })

  it('refuses a challenge of another browser, one that is too old, and one that was never issued', async () => {
    const answer = authenticator.get(await signInOptions())
    for (const where of [
      { ...signedOut, browser: null },
      { ...signedOut, browser: newSecret(randomBytes) },
    ]) {
      await expect(world.auth.passkeys.signIn(answer, false, where as typeof signedOut)).rejects.toMatchObject({
        code: 'PASSKEY_CHALLENGE_ENDED',
      })
    }
    world.clock.advance(passkeyChallengeLifetime)
    await expect(world.auth.passkeys.signIn(answer, false, signedOut)).rejects.toMatchObject({
      code: 'PASSKEY_CHALLENGE_ENDED',
    })
    await expect(signIn({ challenge: newSecret(randomBytes) })).rejects.toMatchObject({
      code: 'PASSKEY_CHALLENGE_ENDED',
    })
    expect(await world.auth.passkeys.sweep()).toBe(false)
  })

  it('says of a passkey that was removed that it is unknown', async () => {
    const [passkey] = (await world.auth.passkeys.list(caller)).passkeys
    await world.auth.passkeys.remove(caller, passkey?.id ?? '', aRequest)
    await expect(signIn()).rejects.toMatchObject({ code: 'PASSKEY_UNKNOWN' })
  })

  it('stops refused answers at a limit, and counts none that are accepted', async () => {
    const limited = testAuth({ stores, limits: { passkeyAttempt: { network: 2 } } })
    world = { ...limited, clock: world.clock, events: limited.events }
    for (const _ of [1, 2, 3]) expect(await signIn()).toMatchObject({ user: caller.user })
    for (const _ of [1, 2]) {
      await expect(signIn({ userVerified: false })).rejects.toMatchObject({ code: 'PASSKEY_REFUSED' })
    }
    await expect(signIn()).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  })

  it('keeps the secret of a browser through its requests, and gives another one to each new browser', async () => {
    expect((await world.auth.passkeys.requestSignIn(context)).browser).toBe(browser)
    const none = { request: aRequest, browser: null }
    const [one, other] = [await world.auth.passkeys.requestSignIn(none), await world.auth.passkeys.requestSignIn(none)]
    expect(one.browser).not.toBe(other.browser)
    expect(one.challenge).not.toBe(other.challenge)
  })
})

describe('stepping up with a passkey', () => {
  it('gives the session a new token, and the passkey as its second factor', async () => {
    await addPasskey()
    world.clock.advance(hour)
    expect(() => world.auth.sessions.requireRecentStepUp(caller)).toThrow('SUDO_REQUIRED')
    const { session, token } = await stepUp()
    expect(session).toMatchObject({ id: caller.session.id, secondFactor: 'passkey' })
    expect(await world.auth.sessions.authenticate(token, { ip: null, userIsIdle: false })).not.toBeNull()
    expect(() => world.auth.sessions.requireRecentStepUp({ ...caller, session })).not.toThrow()
    expect(world.events.at(-1)).toMatchObject({ type: 'stepped_up', method: 'passkey' })
  })

  it('takes an answer without a user handle, since a credential was asked for', async () => {
    const { id } = await addPasskey()
    const { allowed } = await world.auth.passkeys.requestStepUp(caller, context)
    expect(allowed.map((passkey) => passkey.id)).toEqual([id])
    expect(await stepUp({ userHandle: null })).toMatchObject({ session: { id: caller.session.id } })
  })

  it('asks for nothing where the user has no passkey', async () => {
    await expect(stepUp()).rejects.toMatchObject({ code: 'PASSKEY_NOT_FOUND' })
  })

  it('refuses the passkey of another user', async () => {
    await addPasskey()
    const bob = await world.auth.passwords.signUp(
      { ...ada, email: 'bob@example.com' },
      { request: aRequest, replaces: null },
    )
    const others = new SoftwareAuthenticator({ origin })
    await addPasskey(bob, others)
    await expect(stepUp({}, others)).rejects.toMatchObject({ code: 'PASSKEY_REFUSED' })
    await expect(stepUp({ userHandle: userHandleOf(caller.user.id) }, others)).rejects.toMatchObject({
      code: 'PASSKEY_REFUSED',
    })
    expect(types()).not.toContain('stepped_up')
  })

  it('refuses the challenge of a registration, which refuses that of a step-up', async () => {
    await addPasskey()
    const { challenge } = await creationOptions(caller)
    await expect(stepUp({ challenge })).rejects.toMatchObject({ code: 'PASSKEY_CHALLENGE_ENDED' })
    const asked = await world.auth.passkeys.requestStepUp(caller, context)
    await expect(addPasskey(caller, authenticator, { challenge: asked.challenge })).rejects.toMatchObject({
      code: 'PASSKEY_CHALLENGE_ENDED',
    })
  })

  it.each(wrongAnswers)('refuses %s', async (_, faults) => {
    await addPasskey()
    await expect(stepUp(faults)).rejects.toMatchObject({ code: 'PASSKEY_REFUSED' })
  })
})

describe('a user’s passkeys', () => {
  it('are renamed, once for each name', async () => {
    const { id } = await addPasskey()
    for (const _ of [1, 2]) {
      expect(await world.auth.passkeys.rename(caller, id, 'Phone', aRequest)).toMatchObject({ name: 'Phone' })
    }
    expect(types().filter((type) => type === 'passkey_renamed')).toHaveLength(1)
    expect(world.events.at(-1)).toMatchObject({ label: 'Phone' })
    await expect(world.auth.passkeys.rename(caller, 'none', 'Phone', aRequest)).rejects.toMatchObject({
      code: 'PASSKEY_NOT_FOUND',
    })
  })

  it('are removed, with their name in the event', async () => {
    const { id } = await addPasskey()
    await world.auth.passkeys.remove(caller, id, aRequest)
    expect((await world.auth.passkeys.list(caller)).passkeys).toEqual([])
    expect(world.events.at(-1)).toMatchObject({ type: 'passkey_removed', label: 'curl' })
    await expect(world.auth.passkeys.remove(caller, id, aRequest)).rejects.toMatchObject({ code: 'PASSKEY_NOT_FOUND' })
  })

  it('are not changed by another user', async () => {
    const { id } = await addPasskey()
    const bob = await world.auth.passwords.signUp(
      { ...ada, email: 'bob@example.com' },
      { request: aRequest, replaces: null },
    )
    await expect(world.auth.passkeys.rename(bob, id, 'Mine', aRequest)).rejects.toMatchObject({
      code: 'PASSKEY_NOT_FOUND',
    })
    await expect(world.auth.passkeys.remove(bob, id, aRequest)).rejects.toMatchObject({ code: 'PASSKEY_NOT_FOUND' })
  })

  it('are neither asked for nor answered where they do not work', async () => {
    const off = testAuth({ stores, relyingParty: null })
    world = off
    const answer = {
      ...new SoftwareAuthenticator({ origin }).create({ challenge: '', rp: { id: '' }, user: { id: '' } }),
    }
    const refused = { code: 'PASSKEYS_OFF' }
    await expect(creationOptions(caller)).rejects.toMatchObject(refused)
    await expect(signInOptions()).rejects.toMatchObject(refused)
    await expect(off.auth.passkeys.register(caller, answer, context)).rejects.toMatchObject(refused)
    await expect(off.auth.passkeys.list(caller)).rejects.toMatchObject(refused)
  })

  it('have options that are asked for at most so often from one network', async () => {
    world = testAuth({ stores, limits: { passkeyOptions: { network: 1 } } })
    await signInOptions()
    await expect(signInOptions()).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    world.clock.advance(15 * minute)
    await signInOptions()
  })
})
