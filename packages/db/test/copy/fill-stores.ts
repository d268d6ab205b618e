import type {
  AuthorizationRequest,
  AuthStores,
  BrowserHash,
  CodeGrant,
  DeviceGrant,
  EventRecord,
  GrantHash,
  Identity,
  RateLimitHash,
  RefreshTokenFamily,
  RefreshTokenHash,
  Session,
  SigningKey,
  StateHash,
  User,
  UserCodeHash,
} from '@latchkey/auth'
import {
  aChallenge,
  addAttempts,
  addSession,
  addTrustedDevice,
  addTwoStep,
  addUser,
  aMail,
  anAttempt,
  aPasskey,
  aPasskeyChallenge,
  aSession,
  aStart,
  aTrustedDevice,
  aUser,
  noEvents,
  start,
} from '@latchkey/auth/testing'
import type { EventId, IdentityId, MailId, SessionId, SigningKeyId } from '@latchkey/schema'

const later = (milliseconds: number): Date => new Date(start.getTime() + milliseconds)

/** Ada has everything; the name of Bob has what an engine or a format could take for something else. */
export const ada: User = { ...aUser('ada'), emailProvenAt: later(123), role: 'admin' }
export const bob: User = { ...aUser('bob'), name: String.raw`Bøb 🗝 "\N" {a,b} '' \u0041 null ` }

const browser = aSession('browser', ada)
const client = aSession('client', ada, {
  kind: 'client',
  clientId: 'cli',
  name: 'Command line',
  browser: null,
  os: null,
})
const approval = { userId: ada.id, sessionId: browser.id }

export const family = 'family' as RefreshTokenFamily
/** In the order of storing, which is not the order of their texts. */
export const refreshTokens = ['m', 'z', 'a', 'q', 'b', 'y'].map((name) => `refresh-${name}` as RefreshTokenHash)

const code: CodeGrant = {
  kind: 'code',
  hash: 'code' as GrantHash,
  clientId: 'cli',
  redirectUri: 'http://127.0.0.1:1/callback?a=b&c=%20',
  codeChallenge: 'challenge',
  requestedAt: start,
  expiresAt: later(900),
  approval,
}
const device: DeviceGrant = {
  kind: 'device',
  hash: 'device' as GrantHash,
  clientId: 'tv',
  userCodeHash: 'user-code' as UserCodeHash,
  ip: '2001:db8::1',
  device: 'A television',
  requestedAt: start,
  expiresAt: later(900),
  approval: null,
  denied: false,
}
export const grants = {
  code,
  device,
  denied: { ...device, hash: 'denied' as GrantHash, userCodeHash: 'denied-code' as UserCodeHash, ip: null },
  redeemed: { ...code, hash: 'redeemed' as GrantHash },
}

export const request: AuthorizationRequest = {
  stateHash: 'state' as StateHash,
  browserHash: 'browser' as BrowserHash,
  provider: 'google',
  intent: { kind: 'link', ...approval },
  codeVerifier: 'verifier',
  nonce: 'nonce',
  returnTo: '/password?x=1',
  expiresAt: later(1000),
}
const identity: Identity = {
  id: 'identity' as IdentityId,
  userId: ada.id,
  provider: 'google',
  issuer: 'https://google.example',
  subject: 'subject',
  email: null,
  linkedAt: start,
  lastUsedAt: later(1),
}
const key: SigningKey = {
  id: 'key' as SigningKeyId,
  algorithm: 'EdDSA',
  publicJwk: { kty: 'OKP', crv: 'Ed25519', x: 'x', alg: 'EdDSA' },
  sealedPrivateKey: 'sealed',
  createdAt: start,
  signsFrom: later(1),
  signsUntil: new Date('9999-12-31T23:59:59.999Z'),
  publishedUntil: new Date('9999-12-31T23:59:59.999Z'),
}
export const rateLimit = 'limit' as RateLimitHash

/** One that a user asked for in a session, a sign-up of a name that an engine could take for something else, and an undo. */
const challenges = [
  aChallenge('bound', { kind: 'change_email', ...approval, email: 'lovelace@example.com', expiresAt: later(800) }),
  aChallenge('pending', { kind: 'sign_up', pending: { name: bob.name, passwordHash: null } }),
  aChallenge('undo', { kind: 'undo_email_change', userId: bob.id, createdAt: later(-5) }),
]
const waits = aMail('mail-bound', {
  content: {
    kind: 'undo_email_change',
    newEmail: bob.name,
    origin: { at: 'then', device: null, ip: null, place: 'Bøb' },
    expiresAt: 'later',
  },
  sealedSecret: 'sealed',
  expiresAt: later(700_000),
})
const mails = [
  waits,
  aMail('mail-pending', { recipient: 'bob@example.com' }),
  aMail('mail-undo', { sealedSecret: 'sealed' }),
]

/** Sign-ins that wait for a second factor: in a browser, and of a program. */
const attempts = [
  anAttempt('in-browser', ada),
  anAttempt('of-program', ada, {
    method: 'oauth:google',
    remember: true,
    client: { id: 'cli', name: bob.name },
    expiresAt: later(321),
  }),
]
const trustedDevices = [
  aTrustedDevice('laptop', ada, { name: bob.name, lastUsedAt: later(17) }),
  aTrustedDevice('phone', ada, { ip: null }),
]

function anEvent(number: number): EventRecord {
  return {
    id: `event-${String(number).padStart(4, '0')}` as EventId,
    userId: number % 3 === 0 ? bob.id : ada.id,
    type: 'session_renamed',
    at: later(number),
    actor: 'user',
    sessionId: browser.id,
    device: number % 2 === 0 ? null : 'Chrome on macOS',
    ip: '203.0.113.7',
    requestId: `request-${number}`,
    details: { target: { id: client.id, name: client.name }, name: bob.name },
    ...(number === 4 ? { notice: 'role' } : {}),
  }
}

const passkey = aPasskey('passkey', ada, {
  counter: 4_294_967_295,
  backedUp: true,
  name: bob.name,
  lastUsedAt: later(3),
})
const passkeyChallenges = [
  aPasskeyChallenge('sign-in'),
  aPasskeyChallenge('step-up', { purpose: 'step_up', ...approval, expiresAt: later(700) }),
]

/** Stores a passkey, which uses its challenge up, and challenges that wait. */
async function fillPasskeys({ passkeys }: AuthStores): Promise<void> {
  const asked = aPasskeyChallenge('register', { purpose: 'register', ...approval })
  for (const challenge of [asked, ...passkeyChallenges]) await passkeys.insertChallenge(challenge)
  const addition = { passkey, challenge: asked.hash, token: browser.tokenHash, max: 20, now: start }
  await passkeys.add(addition, noEvents)
}

const many = Array.from({ length: 25 }, (_, number) => number)

/** Stores something in every table, with every kind of value. */
export async function fillStores(stores: AuthStores): Promise<void> {
  await addUser(stores, ada, '$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA')
  await addUser(stores, bob)
  await addSession(stores, browser)
  const facts = { remembered: true, stepUpUntil: later(77), newDevice: true, secondFactor: 'recovery_code' } as const
  await addSession(stores, aSession('Remembered_-', ada, facts))
  for (const number of many) await addSession(stores, ofBob(number))
  const ending = { at: later(9), reason: 'ended_by_user', by: browser.id } as const
  await stores.sessions.end(ofBob(0), ending, noEvents)
  await stores.sessions.end(ofBob(7), { ...ending, by: null, reason: 'signed_out' }, noEvents)
  await stores.sessions.rename(browser, 'Küche', later(3), noEvents)

  await stores.sessions.start(aStart(client, { refreshToken: refreshTokens[0] ?? null }), noEvents)
  for (const [index, successor] of refreshTokens.slice(1).entries()) {
    const hash = refreshTokens[index] as RefreshTokenHash
    const keepUsed = { since: later(-100), max: 10 }
    await stores.refreshTokens.exchange({ hash, family, successor, secretId: 's', now: start, keepUsed })
  }

  const { identities, events, rateLimits, signingKeys, requests } = stores
  await identities.link({ identity, token: browser.tokenHash, now: start }, noEvents)
  await events.append(many.map(anEvent))
  await rateLimits.add([{ key: rateLimit, expiresAt: later(5000) }], start, { kept: [], discarded: [] })
  await signingKeys.insertUnlessCovered(key)
  await requests.insert(request)
  await requests.insert({ ...request, stateHash: 'other' as StateHash, intent: { kind: 'sign_in', remember: true } })
  await stores.grants.insertApproved(code, browser.tokenHash, noEvents)
  await stores.grants.insert(device)
  await stores.grants.insert(grants.denied)
  await stores.grants.decide(grants.denied.userCodeHash, null, later(1), noEvents)
  await stores.grants.insertApproved(grants.redeemed, browser.tokenHash, noEvents)
  for (const [index, challenge] of challenges.entries())
    await stores.challenges.create(challenge, mails[index] ?? waits)
  await stores.challenges.countTry(aChallenge('bound').id, 5)
  await stores.outbox.claim({ now: later(1), until: later(5), limit: 1 })
  await stores.outbox.recordSent(['mail-undo' as MailId], later(1))
  await stores.outbox.markUndeliverable('bob@example.com', later(1))
  await fillPasskeys(stores)
  const redeemed = aStart(aSession('of-grant', ada, { kind: 'client', clientId: 'cli' }), { refreshToken: 'other' })
  await stores.grants.redeem({ hash: grants.redeemed.hash, start: redeemed, now: later(2) }, noEvents)

  await addTwoStep(stores, ada)
  await addTwoStep(stores, bob, { slots: ['X'], createdAt: later(123) })
  for (const trusted of trustedDevices) await addTrustedDevice(stores, ada, trusted)
  await addAttempts(stores, ada, ...attempts)
  for (const max of [1, 2]) await stores.secondFactors.countTry(anAttempt('in-browser', ada).id, max)
}

function ofBob(number: number): Session {
  const ip = number % 2 === 0 ? null : `203.0.113.${number}`
  return aSession(`bob-${number}`, bob, {
    ip,
    network: null,
    browser: `Browser ${number % 4}`,
    deviceFamily: `d${number % 4}`,
  })
}

/** Returns what the stores say of everything that `fillStores` stored, and of the order of the refresh tokens. */
export async function readStores(stores: AuthStores): Promise<unknown> {
  const { sessions, passwords, identities, events, rateLimits, signingKeys, secondFactors } = stores
  const now = later(10)
  const found = async (user: User): Promise<unknown> => ({
    user: await passwords.findByEmail(user.email),
    live: await sessions.listLive(user.id, now),
    ended: await sessions.listEnded(user.id, null, 100),
    identities: await identities.listByUser(user.id),
    passkeys: await stores.passkeys.listByUser(user.id),
    events: await events.list({ userId: user.id, category: null, before: null, limit: 100 }),
    totp: await secondFactors.findTotp(user.id),
    codes: await Promise.all(['B', 'C', 'X'].map((slot) => secondFactors.findRecoveryCode(user.id, slot))),
    trusted: await secondFactors.listTrustedDevices(user.id, now),
  })
  return {
    ada: await found(ada),
    bob: await found(bob),
    browser: await sessions.findLive(browser.tokenHash, now),
    ended: await sessions.findEndedByToken(ofBob(0).tokenHash, now),
    parameters: await passwords.parametersInUse(),
    tokens: await Promise.all(refreshTokens.map((hash) => stores.refreshTokens.find({ hash, family }, now))),
    limits: await rateLimits.find([rateLimit], now),
    keys: await signingKeys.listPublished(now),
    grants: await Promise.all(Object.values(grants).map(({ hash }) => stores.grants.find(hash, now))),
    challenges: await Promise.all(challenges.map(({ id }) => stores.challenges.find(id))),
    attempts: await Promise.all(attempts.map(({ tokenHash }) => secondFactors.findAttempt(tokenHash))),
    passkeyChallenges: await Promise.all(passkeyChallenges.map(({ hash }) => stores.passkeys.findChallenge(hash))),
    mails: await stores.outbox.claim({ now, until: now, limit: 10 }),
    origins: await sessions.findKnownOrigins(bob.id, { deviceFamily: 'd1', network: null }),
  }
}

/** Uses the last refresh token, and keeps two used ones: returns those that are still there. */
export async function keptRefreshTokens(stores: AuthStores): Promise<readonly string[]> {
  const hash = refreshTokens.at(-1) as RefreshTokenHash
  const keepUsed = { since: later(-100), max: 3 }
  const successor = 'refresh-next' as RefreshTokenHash
  await stores.refreshTokens.exchange({ hash, family, successor, secretId: 's', now: start, keepUsed })
  const tokens = await Promise.all(
    refreshTokens.map(async (token) => ({
      token,
      found: await stores.refreshTokens.find({ hash: token, family }, start),
    })),
  )
  return tokens.filter(({ found }) => found?.used !== 'forgotten').map(({ token }) => token)
}

/** The session of Ada's browser. */
export const browserId: SessionId = browser.id
