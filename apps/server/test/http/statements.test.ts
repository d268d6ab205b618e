import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Auth,
  type AuthError,
  type AuthStores,
  type Challenge,
  createArgon2Hasher,
  createAuth,
  createBreachedPasswords,
  type IssuedSession,
  ConfiguredProviders,
  type Session,
  type User,
} from '@latchkey/auth'
import {
  aChallenge,
  addAttempts,
  addPasskey,
  addTrustedDevice,
  addTwoStep,
  aMail,
  anAttempt,
  aNoticedEvent,
  aPasskey,
  aPasskeyChallenge,
  aPasskeyUse,
  aRecoveryCode,
  aSession,
  aStart,
  aTotp,
  aTrustedDevice,
  aUser,
  noEvents,
  tokenHash,
} from '@latchkey/auth/testing'
import { closeDatabase, createSqliteStores, migrateDatabase, openDatabase } from '@latchkey/db/sqlite'
import type { IdentityId } from '@latchkey/schema'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrationsFolder } from '../../src/paths.ts'
import { ada } from '../support/test-server.ts'

const hour = 3_600_000
const request = { ip: '203.0.113.7', userAgent: null, hints: null, requestId: 'request-1' }

let statements: string[]
let moment: Date
let auth: Auth
let stores: AuthStores
let db: ReturnType<typeof openDatabase>
let folder: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  statements = []
  moment = new Date('2100-01-01T00:00:00Z')
  db = openDatabase(join(folder, 'test.db'), (statement) => statements.push(statement))
  migrateDatabase(db, migrationsFolder)
  stores = await createSqliteStores(db)
  auth = createAuth({
    breachedPasswords: createBreachedPasswords({ files: [], range: null }),
    stores,
    hasher: createArgon2Hasher({ memoryCost: 8, timeCost: 1 }),
    clients: [{ id: 'cli', name: 'CLI', redirectUris: ['http://127.0.0.1/callback'], device: true }],
    providers: new ConfiguredProviders([]),
    redirectUri: (provider) => `http://localhost/oauth/callback/${provider}`,
    eventSink: { record: () => undefined, persistFailed: () => undefined },
    passwordPolicy: { minLength: 8, support: null },
    secrets: ['a secret of these tests, long enough to be one'],
    issuer: 'http://localhost',
    now: () => moment,
  })
})

afterEach(() => {
  closeDatabase(db)
  rmSync(folder, { recursive: true })
})

const code = { clientId: 'cli', redirectUri: 'http://127.0.0.1:1/callback', codeVerifier: 'v'.repeat(43) }
const codeRequest = new URLSearchParams({
  response_type: 'code',
  client_id: code.clientId,
  redirect_uri: code.redirectUri,
  code_challenge: createHash('sha256').update(code.codeVerifier).digest('base64url'),
  code_challenge_method: 'S256',
}).toString()

interface SignedUp extends IssuedSession {
  readonly user: User
}

/** What the store of challenges is given to make a change now, and to record an event of which the user is told. */
function changingBy({ user }: SignedUp, id: Challenge['id']) {
  return {
    consumed: { id, now: moment },
    ending: { at: moment, reason: 'password_reset', by: null } as const,
    record: () => [aNoticedEvent(user.id, `event-${id}`, 'password', moment)],
  }
}

/** Gives a user two-step verification, a browser that they trust, and a sign-in that waits. */
async function setUpTwoStep({ user }: SignedUp): Promise<void> {
  await addTwoStep(stores, user)
  await addTrustedDevice(stores, user, aTrustedDevice('laptop', user))
  await addAttempts(stores, user, anAttempt('waits', user))
}

/** Changes of second factors, each with an event of which the user is told; the first one is of a user without any. */
const factorChanges: readonly (readonly [string, (laptop: SignedUp) => Promise<unknown>])[] = [
  [
    'adding an authenticator app',
    ({ user, session }) => {
      const rotation = rotationOf(session.id, session.tokenHash)
      const addition = { totp: aTotp(user), recoveryCodes: [aRecoveryCode(user, 'B')], rotation }
      return stores.secondFactors.addTotp(addition, () => [aFactorEvent(user)])
    },
  ],
  [
    'asking for a second factor',
    ({ user }) => {
      const attempt = anAttempt('asked', user)
      return stores.sessions.start(aStart(aSession('asked', user), { attempt }), () => [aFactorEvent(user)])
    },
  ],
  [
    'signing in with a trusted device',
    ({ user }) => {
      const trustedDevice = aTrustedDevice('laptop', user).tokenHash
      const begun = aStart(aSession('trusted', user), { attempt: anAttempt('asked', user), trustedDevice })
      return stores.sessions.start(begun, () => [aFactorEvent(user)])
    },
  ],
  [
    'completing a sign-in',
    ({ user }) => {
      const use = { factor: 'totp', sealedSecret: aTotp(user).sealedSecret, step: 1000 } as const
      const begun = aStart(aSession('completed', user))
      const completion = { id: anAttempt('waits', user).id, userId: user.id, now: moment, use, start: begun }
      const trust = aTrustedDevice('phone', user)
      return stores.secondFactors.complete({ ...completion, trust }, () => [aFactorEvent(user)])
    },
  ],
  [
    'stepping up with a recovery code',
    ({ user, session }) => {
      const use = { factor: 'recovery_code', id: aRecoveryCode(user, 'B').id } as const
      const stepUp = { userId: user.id, use, rotation: rotationOf(session.id, session.tokenHash) }
      return stores.secondFactors.stepUp(stepUp, () => [aFactorEvent(user)])
    },
  ],
  [
    'renewing recovery codes',
    ({ user }) => {
      const renewal = { userId: user.id, recoveryCodes: [aRecoveryCode(user, 'X')] }
      return stores.secondFactors.replaceRecoveryCodes(renewal, () => [aFactorEvent(user)])
    },
  ],
  [
    'removing a trusted device',
    ({ user }) => stores.secondFactors.removeTrustedDevice(aTrustedDevice('laptop', user), () => [aFactorEvent(user)]),
  ],
  ['removing an authenticator app', ({ user }) => stores.secondFactors.removeTotp(user.id, () => [aFactorEvent(user)])],
]

const aFactorEvent = (user: User) => aNoticedEvent(user.id, 'event-factor', 'second_factor', moment)

const rotationOf = (id: Session['id'], from: Session['tokenHash']) =>
  ({ id, from, to: tokenHash('rotated'), stepUpUntil: moment, secondFactor: null }) as const

/** Stores a challenge for an address, with its mail; returns its id. */
async function challenge(name: string, changes: Partial<Challenge> = {}): Promise<Challenge['id']> {
  const created = aChallenge(name, { email: ada.email, expiresAt: new Date(moment.getTime() + hour), ...changes })
  await stores.challenges.create(created, aMail(`mail-${name}`))
  return created.id
}

/** Stores a passkey of a user, and a challenge that waits for its answer. */
async function passkey(user: User) {
  const key = aPasskey('key', user)
  await addPasskey(stores, key, user)
  await stores.passkeys.insertChallenge(aPasskeyChallenge('asked'))
  return { key, use: aPasskeyUse(key, 'asked', { now: moment }), target: { id: key.id, userId: user.id } }
}

/** Each by a user with a passkey whose challenge waits. */
const byPasskey: readonly (readonly [
  string,
  (laptop: SignedUp, own: Awaited<ReturnType<typeof passkey>>) => Promise<unknown>,
])[] = [
  [
    'signing in with a passkey',
    ({ user }, { use }) =>
      stores.passkeys.signIn({ use, start: aStart(aSession('new', user), { now: moment }) }, noticed(user)),
  ],
  [
    'stepping up with a passkey',
    ({ user, session }, { use }) => {
      const { id, tokenHash: from } = session
      const rotation = { id, from, to: tokenHash('next'), stepUpUntil: moment, secondFactor: null }
      return stores.passkeys.stepUp({ use, rotation }, noticed(user))
    },
  ],
  [
    'adding a passkey',
    ({ user, session }, { use: { challenge: asked } }) => {
      const other = aPasskey('other', user)
      const addition = { passkey: other, challenge: asked, token: session.tokenHash, max: 5, now: moment }
      return stores.passkeys.add(addition, noticed(user))
    },
  ],
  ['renaming a passkey', ({ user }, { target }) => stores.passkeys.rename(target, 'Phone', noticed(user))],
  [
    'removing a passkey',
    ({ user }, { target }) => stores.passkeys.remove({ ...target, usableProviders: ['google'] }, noticed(user)),
  ],
]

const noticed = (user: User) => () => [aNoticedEvent(user.id, 'event-passkey', 'passkey', moment)]

function signUp(): Promise<SignedUp> {
  return auth.passwords.signUp(ada, { request, replaces: null })
}

describe('a session check', () => {
  it('is one statement, a read, and at first one more that reads what is remembered', async () => {
    const { token } = await signUp()
    statements.length = 0
    await auth.sessions.authenticate(token, request)
    expect(statements).toHaveLength(2)
    statements.length = 0
    for (let times = 0; times < 50; times += 1) await auth.sessions.authenticate(token, request)
    expect(statements).toHaveLength(50)
    expect(new Set(statements.map((statement) => statement.split(' ', 1)[0]))).toEqual(new Set(['select']))
  })

  it('does not read the database for a malformed token', async () => {
    statements.length = 0
    expect(await auth.sessions.authenticate('no token', request)).toBeNull()
    expect(statements).toEqual([])
  })

  it('writes nothing for an ended or expired session', async () => {
    const { token } = await signUp()
    moment = new Date(moment.getTime() + 12 * hour)
    statements.length = 0
    expect(await auth.sessions.authenticate(token, request)).toBeNull()
    expect(statements.map((statement) => statement.split(' ', 1)[0])).toEqual(['select'])
  })

  it('writes the renewal once in half an idle period', async () => {
    const { token } = await signUp()
    statements.length = 0
    for (let minutes = 0; minutes < 23 * 60; minutes += 10) {
      moment = new Date(moment.getTime() + 10 * 60_000)
      expect(await auth.sessions.authenticate(token, request)).not.toBeNull()
    }
    const writes = statements.filter((statement) => !statement.startsWith('select'))
    // It renews at 6 h to 18 h and at 12 h to the absolute limit of 24 h, and then no more.
    expect(writes).toHaveLength(2)
    expect(writes.every((statement) => statement.startsWith('update "sessions" set "idle_expires_at"'))).toBe(true)
  })

  it('finds its session by index among many', async () => {
    const { token, user, session } = await signUp()
    expect(await plansOf(() => auth.sessions.authenticate(token, request))).toEqual([
      [expect.stringMatching(/^SEARCH sessions USING INDEX sessions_by_token/)],
      [
        expect.stringMatching(/^SEARCH sessions USING INDEX sqlite_autoindex_sessions_1/),
        // The user for the id in the record, and the user.
        expect.stringMatching(/^SEARCH users USING INTEGER PRIMARY KEY/),
        expect.stringMatching(/^SEARCH users USING INTEGER PRIMARY KEY/),
        expect.stringMatching(/^SEARCH session_profiles USING INTEGER PRIMARY KEY/),
      ],
    ])
    expect(await plansOf(() => auth.sessions.list({ user, session }))).toEqual([
      expect.arrayContaining([
        expect.stringMatching(/^SEARCH sessions USING INDEX sessions_live_by_user \(user_number=\?\)/),
      ]),
    ])
  })
})

describe('signing in', () => {
  const writes = () =>
    statements.filter((statement) => /^(BEGIN|COMMIT|insert|update|delete)/i.test(statement)).map(kindOf)

  it('is one commit: the session, the ending of the one that it replaces and their events', async () => {
    const laptop = await signUp()
    statements.length = 0
    await auth.passwords.signIn(ada, { request, replaces: laptop.session })
    expect(writes()).toEqual(['BEGIN', 'update', 'insert', 'insert', 'insert', 'COMMIT'])
  })

  it('fails in one commit with its counts and its event, and in the same statements for an unknown address', async () => {
    await signUp()
    const failing = async (email: string): Promise<readonly string[]> => {
      statements.length = 0
      const wrong = auth.passwords.signIn({ email, password: 'not this one' }, { request, replaces: null })
      await expect(wrong).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
      return statements.map((statement) => statement.split(/ (?:where|values)/, 1)[0] ?? '')
    }
    const [known, unknown] = [await failing(ada.email), await failing('unknown@example.com')]
    expect(known.filter((statement) => /^(BEGIN|COMMIT|insert|update|delete)/i.test(statement)).map(kindOf)).toEqual([
      'BEGIN',
      'insert',
      'insert',
      'insert',
      'COMMIT',
    ])
    expect(known.toSorted()).toEqual(unknown.toSorted())
    expect(db.$client.prepare('SELECT count(*) FROM events').pluck().get()).toBe(2)
  })

  it('stores the first refusal of a limit in the same statements for an unknown address', async () => {
    await signUp()
    const refused = async (email: string): Promise<readonly string[]> => {
      const tries = async (): Promise<string> =>
        auth.passwords.signIn({ email, password: 'not this one' }, { request, replaces: null }).then(
          () => 'signed in',
          ({ code: refusal }: AuthError) => refusal,
        )
      // oxlint-disable-next-line eslint/no-await-in-loop, no-empty -- one after the other is the point
      do statements.length = 0
      while ((await tries()) !== 'RATE_LIMITED')
      return statements.map((statement) => statement.split(/ (?:where|values)/, 1)[0] ?? '')
    }
    const [known, unknown] = [await refused(ada.email), await refused('unknown@example.com')]
    expect(known.filter((statement) => statement === 'COMMIT')).toHaveLength(1)
    expect(known.toSorted()).toEqual(unknown.toSorted())
  })

  it('clears the failures of its account in a commit of its own, where there are any', async () => {
    await signUp()
    const wrong = auth.passwords.signIn({ ...ada, password: 'not this one' }, { request, replaces: null })
    await expect(wrong).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    for (const commits of [2, 1]) {
      statements.length = 0
      await auth.passwords.signIn(ada, { request, replaces: null })
      expect(writes().filter((kind) => kind === 'COMMIT')).toHaveLength(commits)
    }
  })

  it('is one commit too while last uses of the user’s sessions are still to be written, and writes those', async () => {
    const laptop = await signUp()
    moment = new Date(moment.getTime() + 5 * 60_000)
    await auth.sessions.authenticate(laptop.token, request)
    statements.length = 0
    await auth.passwords.signIn(ada, { request, replaces: null })
    expect(writes()).toEqual(['BEGIN', 'update', 'insert', 'insert', 'COMMIT'])
  })

  const acts: readonly (readonly [string, (laptop: SignedUp) => Promise<unknown>])[] = [
    ['signing up', () => auth.passwords.signUp({ ...ada, email: 'bob@example.com' }, { request, replaces: null })],
    ['signing out', (laptop) => auth.sessions.signOut(laptop, request)],
    ['stepping up', (laptop) => auth.passwords.stepUp(laptop, { password: ada.password }, request)],
    ['ending all sessions', (laptop) => auth.sessions.endAll(laptop, request)],
    ['renaming a user', (laptop) => auth.users.rename(laptop, 'Grace', request)],
    ['renaming a session', (laptop) => auth.sessions.rename(laptop, laptop.session.id, 'A', request)],
    ['issuing tokens', () => auth.tokens.issue({ ...ada, clientId: 'cli' }, request)],
    [
      'approving a client',
      (laptop) => auth.codeGrants.approve(laptop, { query: codeRequest, userId: laptop.user.id }, request),
    ],
  ]

  /** Each with the challenge that it consumes, which was mailed to this address. */
  const confirmed: readonly (readonly [
    string,
    string,
    (laptop: SignedUp, changing: ReturnType<typeof changingBy>) => Promise<unknown>,
  ])[] = [
    [
      'signing up with a code',
      'bob@example.com',
      (_laptop, { consumed, record }) => {
        const user = aUser('bob')
        const start = aStart(aSession('new', user))
        return stores.challenges.signUp({ ...consumed, user, passwordHash: 'hash', start, keep: false }, record)
      },
    ],
    [
      'taking an account back',
      ada.email,
      ({ user }, { consumed, ending, record }) => {
        const reclaim = { name: 'Ada', passwordHash: 'hash', ending }
        const start = aStart(aSession('new', user), { now: moment })
        return stores.challenges.signIn({ ...consumed, userId: user.id, start, reclaim }, record)
      },
    ],
    [
      'proving an address',
      ada.email,
      ({ user }, { consumed, record }) => stores.challenges.proveEmail({ ...consumed, userId: user.id }, record),
    ],
    [
      'resetting a password',
      ada.email,
      ({ user }, { consumed, ending, record }) =>
        stores.challenges.resetPassword({ ...consumed, userId: user.id, passwordHash: 'hash', ending }, record),
    ],
    [
      'changing an address',
      'other@example.com',
      ({ user, session }, { consumed, record }) => {
        const undo = aChallenge('undo', { kind: 'undo_email_change', userId: user.id })
        const change = {
          userId: user.id,
          email: 'other@example.com',
          token: session.tokenHash,
          undo: { challenge: undo, mail: aMail('undo') },
        }
        return stores.challenges.changeEmail({ ...consumed, ...change }, record)
      },
    ],
    [
      'taking a change of address back',
      'other@example.com',
      ({ user }, { consumed, ending, record }) => {
        const undo = { userId: user.id, email: 'other@example.com', changedAt: moment, ending }
        return stores.challenges.undoEmailChange({ ...consumed, ...undo }, record)
      },
    ],
  ]

  it.each(confirmed)('%s is one commit, its events and their notices included', async (_name, email, act) => {
    const laptop = await signUp()
    const id = await challenge('asked', { email })
    statements.length = 0
    await act(laptop, changingBy(laptop, id))
    expect(writes().filter((kind) => kind === 'COMMIT')).toHaveLength(1)
    expect(writes().at(0)).toBe('BEGIN')
    expect(writes().at(-1)).toBe('COMMIT')
    expect(statements.some((statement) => statement.startsWith('insert into "events"'))).toBe(true)
    expect(statements.some((statement) => statement.includes('INSERT INTO outbox'))).toBe(true)
  })

  it.each(factorChanges)('%s is one commit, its events and their notices included', async (name, act) => {
    const laptop = await signUp()
    if (name !== 'adding an authenticator app') await setUpTwoStep(laptop)
    statements.length = 0
    await act(laptop)
    expect(writes().filter((kind) => kind === 'COMMIT')).toHaveLength(1)
    expect(writes().at(0)).toBe('BEGIN')
    expect(writes().at(-1)).toBe('COMMIT')
    expect(statements.some((statement) => statement.startsWith('insert into "events"'))).toBe(true)
    expect(statements.some((statement) => statement.includes('INSERT INTO outbox'))).toBe(true)
  })

  it.each(byPasskey)('%s is one commit, its events included', async (_name, act) => {
    const laptop = await signUp()
    const own = await passkey(laptop.user)
    statements.length = 0
    await act(laptop, own)
    expect(writes().filter((kind) => kind === 'COMMIT')).toHaveLength(1)
    expect(writes().at(0)).toBe('BEGIN')
    expect(writes().at(-1)).toBe('COMMIT')
    expect(statements.some((statement) => statement.startsWith('insert into "events"'))).toBe(true)
  })

  it.each(acts)('%s is one commit, its events included', async (_name, act) => {
    const laptop = await signUp()
    await auth.signingKeys.ensure()
    statements.length = 0
    await act(laptop)
    expect(writes().filter((kind) => kind === 'COMMIT')).toHaveLength(1)
    expect(writes().at(0)).toBe('BEGIN')
    expect(writes().at(-1)).toBe('COMMIT')
    expect(statements.some((statement) => statement.startsWith('insert into "events"'))).toBe(true)
  })
})

function kindOf(statement: string): string {
  return statement.split(' ', 1)[0] ?? ''
}

describe('every statement about second factors', () => {
  it.each(factorChanges)('of %s finds its rows by index', async (name, act) => {
    const laptop = await signUp()
    if (name !== 'adding an authenticator app') await setUpTwoStep(laptop)
    expectIndexes(await plansOf(() => act(laptop)))
  })

  it('that only reads, counts or sweeps finds its rows by index', async () => {
    const laptop = await signUp()
    await setUpTwoStep(laptop)
    const { secondFactors } = stores
    const { id } = laptop.user
    const waits = anAttempt('waits', laptop.user)
    const reads: readonly (() => Promise<unknown>)[] = [
      () => secondFactors.findState(id),
      () => secondFactors.findTotp(id),
      () => secondFactors.findRecoveryCode(id, 'B'),
      () => secondFactors.findAttempt(waits.tokenHash),
      () => secondFactors.countTry(waits.id, 5),
      () => secondFactors.listTrustedDevices(id, moment),
      () => secondFactors.deleteExpiredBefore(moment, 10),
      () => secondFactors.listTotpSealedOtherwise('another-', null, 10),
      () => secondFactors.resealTotp({ userId: id, from: 'sealed', to: 'sealed' }),
    ]
    for (const read of reads) expectIndexes(await plansOf(read))
  })
})

describe('every other statement about sessions, events, challenges, passkeys and mails', () => {
  it('finds its rows by index, and sorts nothing but the live sessions and passkeys of one user and the mails that are due', async () => {
    const { token, user, session } = await signUp()
    const caller = { user, session }
    const page = { category: null, before: null, limit: 20 }
    const acts: readonly (() => Promise<unknown>)[] = [
      () => auth.sessions.history(caller, { after: null, limit: 20 }),
      () => auth.sessions.history(caller, { after: { endedAt: moment, id: session.id }, limit: 20 }),
      () => auth.events.list(caller, page),
      () => auth.events.list(caller, { ...page, category: 'session', before: 'f' }),
      () => auth.sessions.ending(token),
      () => auth.passwords.signIn(ada, { request, replaces: null }),
      () => auth.users.rename(caller, 'Grace', request),
      () => auth.sessions.rename(caller, session.id, 'Laptop', request),
      () => auth.sessions.endOthers(caller, request),
      async () => {
        const answerTo = new URL(
          await auth.codeGrants.approve(caller, { query: codeRequest, userId: user.id }, request),
        )
        await auth.codeGrants.redeem(
          { ...code, resource: null, code: answerTo.searchParams.get('code') ?? '' },
          request,
        )
      },
      async () => {
        const { deviceCode, userCode } = await auth.deviceGrants.start({ clientId: 'cli', resources: [] }, request)
        await auth.deviceGrants.approve(caller, { userCode: userCode.replace('-', ''), userId: user.id }, request)
        await auth.deviceGrants.poll({ deviceCode, clientId: 'cli', resource: null }, request)
      },
      async () => {
        const { refreshToken } = await auth.tokens.issue({ ...ada, clientId: 'cli' }, request)
        await auth.tokens.refresh({ refreshToken, clientId: 'cli' }, request)
      },
      () =>
        expect(auth.passwords.stepUp(caller, { password: 'wrong' }, request)).rejects.toMatchObject({
          code: 'INVALID_CREDENTIALS',
        }),
      async () => {
        const id = await challenge('asked', { userId: user.id, sessionId: session.id })
        await stores.challenges.find(id)
        await stores.challenges.findByToken(aChallenge('asked').tokenHash)
        await stores.challenges.countTry(id, 5)
        await stores.challenges.giveBackTry(id)
        const start = aStart(aSession('new', user), { now: moment })
        const reclaim = {
          name: 'Ada',
          passwordHash: null,
          ending: { at: moment, reason: 'account_reclaimed', by: null },
        } as const
        await stores.challenges.signIn({ id, now: moment, userId: user.id, start, reclaim }, noEvents)
      },
      async () => {
        const { consumed, record } = changingBy({ user, session, token }, await challenge('proof'))
        await stores.challenges.proveEmail({ ...consumed, userId: user.id }, record)
      },
      async () => {
        const { consumed, ending, record } = changingBy({ user, session, token }, await challenge('reset'))
        const reset = { userId: user.id, passwordHash: 'hash', ending }
        await stores.challenges.resetPassword({ ...consumed, ...reset }, record)
      },
      async () => {
        const { consumed, ending } = changingBy({ user, session, token }, await challenge('undo'))
        const undo = { userId: user.id, email: ada.email, changedAt: moment, ending }
        await stores.challenges.undoEmailChange({ ...consumed, ...undo }, noEvents)
      },
      async () => {
        const [mail] = await stores.outbox.claim({ now: moment, until: new Date(moment.getTime() + hour), limit: 10 })
        await stores.outbox.retry(mail?.ids ?? [], moment)
        await stores.outbox.recordSent(mail?.ids ?? [], moment)
        await stores.outbox.discard(mail?.ids ?? [])
      },
      async () => {
        const key = aPasskey('other', user)
        await addPasskey(stores, key, user)
        await stores.passkeys.findByCredential(key.credentialId)
        await stores.passkeys.listByUser(user.id)
        const asked = aPasskeyChallenge('asked')
        await stores.passkeys.insertChallenge(asked)
        await stores.passkeys.findChallenge(asked.hash)
        await stores.passkeys.signIn(
          { use: aPasskeyUse(key, 'asked', { now: moment }), start: aStart(aSession('by-key', user), { now: moment }) },
          noEvents,
        )
        await stores.passkeys.rename({ id: key.id, userId: user.id }, 'Phone', noEvents)
        const removal = { userId: user.id, usableProviders: ['google'] }
        await stores.passkeys.remove({ ...removal, id: key.id }, noEvents)
        await stores.passkeys.deleteChallenge(asked.hash)
      },
      () => auth.passkeys.sweep(),
      () => stores.outbox.sweep(moment, 10),
      () => stores.challenges.deleteExpiredBefore(moment, 10),
      () => stores.outbox.markUndeliverable(ada.email, moment),
      () => stores.outbox.markUndeliverable(ada.email, null),
      () => auth.limits.sweep(),
      () => auth.grantRedeemer.sweep(),
      () => auth.sessions.sweep(),
      () => auth.events.sweep(),
      () => auth.sessions.endAll(caller, request),
    ]
    for (const act of acts) expectIndexes(await plansOf(act))
  })

  it('looks for the undo that an address is kept for by an index of its own', async () => {
    const laptop = await signUp()
    const eve = aUser('eve')
    const { consumed } = changingBy(laptop, await challenge('unproven', { email: eve.email }))
    const start = aStart(aSession('of eve', eve))
    const zoe = aUser('zoe')
    const key = { provider: 'google', issuer: 'https://google.example', subject: '1', email: zoe.email }
    const identity = { id: 'identity' as IdentityId, userId: zoe.id, ...key, linkedAt: moment, lastUsedAt: moment }
    const acts = [
      () => stores.challenges.signUp({ ...consumed, user: eve, passwordHash: null, start, keep: true }, noEvents),
      () => stores.identities.signUp({ user: zoe, identity, start: aStart(aSession('of zoe', zoe)) }, noEvents),
    ]
    for (const act of acts) {
      const steps = (await plansOf(act)).flat()
      expect(steps).toContainEqual(expect.stringContaining('challenges_undo_by_email (email=?)'))
    }
  })
})

/** Whether no plan reads a whole table, nor sorts but what is few. */
function expectIndexes(plans: readonly (readonly string[])[]): void {
  expect(plans.length).toBeGreaterThan(0)
  expect(plans.flat().filter((step) => step.startsWith('SCAN') && tables.test(step))).toEqual([])
  const sorting = plans.filter((plan) => plan.some((step) => step.includes('USE TEMP B-TREE')))
  expect(sorting.filter((plan) => !plan.some((step) => sortedPlans.test(step)))).toEqual([])
}

const tables =
  /\b(sessions|session_profiles|events|users|ender|grants|refresh_tokens|rate_limits|password_credentials|identities|challenges|passkeys|passkey_challenges|outbox|other|undeliverable_addresses|totp_credentials|recovery_codes|trusted_devices|sign_in_attempts|passkeys)\b/

/** Of rows of one user, and of mails that are due. */
const sortedPlans = /sessions_live_by_user|passkeys_by_user|outbox_(due|by_user)|trusted_devices_by_user/

/** The query plan of each statement of an act. */
async function plansOf(act: () => Promise<unknown>): Promise<readonly (readonly string[])[]> {
  statements.length = 0
  await act()
  return (
    statements
      .filter((statement) => /^(select|insert|update|delete|with)/i.test(statement))
      // This table has a handful of rows.
      .filter((statement) => !statement.includes('from "signing_keys"'))
      .map((statement) =>
        db.$client
          .prepare(`EXPLAIN QUERY PLAN ${statement}`)
          .all()
          .map((row) => String(Reflect.get(row as object, 'detail'))),
      )
  )
}
