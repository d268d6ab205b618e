import { createHash } from 'node:crypto'
import {
  type Auth,
  AuthError,
  type Caller,
  ConfiguredProviders,
  createArgon2Hasher,
  createAuth,
  createBreachedPasswords,
  type Provider,
  userHandleOf,
} from '@latchkey/auth'
import { SoftwareAuthenticator } from '@latchkey/auth/testing'
import { closeDatabase, createSqliteStores, migrateDatabase, openDatabase } from '@latchkey/db/sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { migrationsFolder } from '../../src/paths.ts'
import { ada } from '../support/test-server.ts'

const minute = 60_000
const stepsOfDay = 96
const request = { ip: '203.0.113.7', userAgent: null, hints: null, requestId: 'request-1' }
const codeVerifier = 'v'.repeat(43)
const clientId = 'cli'
const query = new URLSearchParams({
  response_type: 'code',
  client_id: clientId,
  redirect_uri: 'http://127.0.0.1:1/callback',
  code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
  code_challenge_method: 'S256',
}).toString()

let moment: Date
let auth: Auth
let db: ReturnType<typeof openDatabase>
let subjects: number

beforeEach(async () => {
  moment = new Date('2100-01-01T00:00:00Z')
  subjects = 0
  db = openDatabase(':memory:')
  migrateDatabase(db, migrationsFolder)
  auth = createAuth({
    breachedPasswords: createBreachedPasswords({ files: [], range: null }),
    stores: await createSqliteStores(db),
    hasher: createArgon2Hasher({ memoryCost: 8, timeCost: 1 }),
    clients: [{ id: clientId, name: 'CLI', redirectUris: ['http://127.0.0.1/callback'], device: true }],
    providers: new ConfiguredProviders([provider]),
    redirectUri: (id) => `http://localhost/oauth/callback/${id}`,
    relyingParty: { id: 'localhost', name: 'Latchkey', origin: 'http://localhost' },
    eventSink: { record: () => undefined, persistFailed: () => undefined },
    passwordPolicy: { minLength: 8, support: null },
    secrets: ['a secret of these tests, long enough to be one'],
    issuer: 'http://localhost',
    now: () => moment,
  })
})

afterEach(() => closeDatabase(db))

/** A provider where every account is another one. */
const provider: Provider = {
  id: 'many',
  name: 'Many',
  provesFreshSignIn: false,
  responseMode: 'query',
  authorizationUrl: async ({ state }) => new URL(`https://provider.example/?state=${state}`),
  checkIssuer: async () => undefined,
  identify: async () => ({
    issuer: 'https://provider.example',
    subject: `subject-${(subjects += 1)}`,
    email: null,
    emailVerified: false,
    name: null,
    authenticatedAt: null,
  }),
}

/** Calls until the calls are refused for their number, at most `most` times; returns how many were not. */
async function untilLimited(call: (index: number) => Promise<unknown>, most = 10_000): Promise<number> {
  for (let calls = 0; calls < most; calls += 1) {
    try {
      // oxlint-disable-next-line eslint/no-await-in-loop -- one after the other is the point
      await call(calls)
    } catch (error) {
      if (!(error instanceof AuthError)) throw error
      if (error.code === 'RATE_LIMITED') return calls
    }
  }
  return most
}

/** Every call that writes rows for one account, with what it needs of the account. */
class Account {
  #caller: Caller

  private constructor(caller: Caller) {
    this.#caller = caller
  }

  static async signUp(): Promise<Account> {
    return new Account(await auth.passwords.signUp(ada, { request, replaces: null }))
  }

  /** Strangers guess from as many networks as it takes. */
  failSignIns(): Promise<number> {
    return untilLimited((index) => {
      const ip = `10.${Math.floor(index / 8)}.0.1`
      return auth.passwords.signIn({ ...ada, password: 'wrong' }, { request: { ...request, ip }, replaces: null })
    })
  }

  /** The owner mistypes in every session. */
  async failStepUps(): Promise<number> {
    const { user } = this.#caller
    const live = await auth.sessions.list(this.#caller)
    const failed = await Promise.all(
      live.map((session) =>
        untilLimited(() => auth.passwords.stepUp({ user, session }, { password: 'wrong' }, request)),
      ),
    )
    return failed.reduce((sum, one) => sum + one, 0)
  }

  /** Half of the sessions are those of a client, whose tokens are exchanged. */
  signIn(most: number): Promise<number> {
    return untilLimited(async (index) => {
      if (index % 2 === 0) {
        this.#caller = await auth.passwords.signIn(ada, { request, replaces: this.#caller.session })
        return
      }
      let { refreshToken } = await auth.tokens.issue({ ...ada, clientId }, request)
      for (let times = 0; times < 3; times += 1) {
        // oxlint-disable-next-line eslint/no-await-in-loop -- each needs the one before
        refreshToken = (await auth.tokens.refresh({ refreshToken, clientId }, request)).refreshToken
      }
    }, most)
  }

  async refresh(): Promise<number> {
    let refreshToken = ''
    return untilLimited(async () => {
      if (refreshToken === '') refreshToken = (await auth.tokens.issue({ ...ada, clientId }, request)).refreshToken
      refreshToken = (await auth.tokens.refresh({ refreshToken, clientId }, request)).refreshToken
    })
  }

  stepUp(most: number): Promise<number> {
    return untilLimited(async () => {
      const { session } = await auth.passwords.stepUp(this.#caller, { password: ada.password }, request)
      this.#caller = { ...this.#caller, session }
    }, most)
  }

  rename(): Promise<number> {
    const { session } = this.#caller
    return untilLimited((index) => auth.sessions.rename(this.#caller, session.id, `Name ${index}`, request))
  }

  approve(): Promise<number> {
    return untilLimited(() => auth.codeGrants.approve(this.#caller, { query, userId: this.#caller.user.id }, request))
  }

  /** Adds passkeys, and asks for options that are never answered. */
  async addPasskeys(most: number): Promise<void> {
    const { passkeys } = auth
    const authenticator = new SoftwareAuthenticator({ origin: 'http://localhost' })
    const user = { id: userHandleOf(this.#caller.user.id) }
    await untilLimited(async () => {
      const context = { request, browser: (await passkeys.requestSignIn({ request, browser: null })).browser }
      const { challenge, relyingParty: rp } = await passkeys.requestRegistration(this.#caller, 'optional', context)
      await passkeys.register(this.#caller, authenticator.create({ challenge, rp, user }), context)
    }, most)
  }

  /** Links an account of the provider, and has a callback refused. */
  useProvider(most: number): Promise<number> {
    return untilLimited(async (index) => {
      const { url, browser } = await auth.oauth.link(this.#caller, { provider: 'many' }, request)
      const state = new URL(url).searchParams.get('state') ?? ''
      const params = index % 2 === 0 ? { state, code: 'code' } : { state, error: 'access_denied' }
      await auth.oauth.callback({ provider: 'many', params }, this.#caller, { request, browser })
    }, most)
  }
}

async function sweep(): Promise<void> {
  const jobs = [
    () => auth.sessions.sweep(),
    () => auth.events.sweep(),
    () => auth.limits.sweep(),
    () => auth.grantRedeemer.sweep(),
    () => auth.oauth.sweep(),
    () => auth.passkeys.sweep(),
  ]
  for (const job of jobs) {
    // oxlint-disable-next-line eslint/no-await-in-loop, no-empty -- one batch after the other
    while (await job()) {}
  }
}

function rowsByTable(): Readonly<Record<string, number>> {
  const tables = [
    'users',
    'events',
    'sessions',
    'refresh_tokens',
    'identities',
    'passkeys',
    'passkey_challenges',
    'grants',
    'authorization_requests',
    'rate_limits',
  ]
  return Object.fromEntries(
    tables.map((table) => [table, Number(db.$client.prepare(`SELECT count(*) FROM ${table}`).pluck().get())]),
  )
}

/** The most that is stored at the end of one of the 96 quarters of an hour; docs/limits.md states it. */
const mostRows = 7_500

it('one account causes no more than 7,500 rows in a day, however often it calls', { timeout: 60_000 }, async () => {
  const account = await Account.signUp()
  const calls = { signIns: 0, stepUps: 0, renames: 0, consents: 0, failedSignIns: 0, failedStepUps: 0 }
  let most = 0
  for (let step = 0; step < stepsOfDay; step += 1) {
    // The owner comes first: when the hour's failures are used up, right passwords are refused too.
    if (step % 4 === 0) {
      calls.signIns += await account.signIn(21)
      calls.stepUps += await account.stepUp(25)
    }
    if (step % 24 === 0) calls.signIns += (await account.refresh()) === 0 ? 0 : 1
    calls.failedSignIns += await account.failSignIns()
    calls.failedStepUps += await account.failStepUps()
    calls.renames += await account.rename()
    calls.consents += await account.approve()
    await account.useProvider(4)
    await account.addPasskeys(4)
    await sweep()
    moment = new Date(moment.getTime() + 15 * minute)
    most = Math.max(
      most,
      Object.values(rowsByTable()).reduce((sum, rows) => sum + rows, 0),
    )
  }
  // The sign-up is the first session, and counts as a failure of its hour.
  expect(calls).toEqual({
    signIns: 499,
    stepUps: 500,
    renames: 300,
    consents: 300,
    failedSignIns: 24 * 100 - 1,
    failedStepUps: 24 * 50,
  })
  expect(most).toBeLessThanOrEqual(mostRows)
  expect(rowsByTable()).toMatchObject({
    sessions: 500,
    identities: 60,
    passkeys: 20,
    grants: 0,
    authorization_requests: 0,
  })
})
