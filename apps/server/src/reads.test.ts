import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createArgon2Hasher, createAuth, createMemoryAttemptLimiter, ProviderRegistry, type Auth } from '@latchkey/auth'
import { createSqliteStores } from '@latchkey/auth/sqlite'
import { closeDatabase, migrateDatabase, openDatabase } from '@latchkey/db'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrationsFolder } from './paths.ts'
import { ada } from './testing.ts'

const hour = 3_600_000
const client = { ip: '203.0.113.7', userAgent: null, hints: null, requestId: 'request-1' }

let statements: string[]
let moment: Date
let auth: Auth
let db: ReturnType<typeof openDatabase>
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  statements = []
  moment = new Date('2100-01-01T00:00:00Z')
  db = openDatabase(join(folder, 'test.db'), (statement) => statements.push(statement))
  migrateDatabase(db, migrationsFolder)
  auth = createAuth({
    stores: createSqliteStores(db),
    hasher: createArgon2Hasher({ memoryCost: 8, timeCost: 1 }),
    limiter: createMemoryAttemptLimiter(),
    authorizationLimiter: createMemoryAttemptLimiter(),
    renameLimiter: createMemoryAttemptLimiter(),
    decisionLimiter: createMemoryAttemptLimiter(),
    deviceLimiter: createMemoryAttemptLimiter(),
    userCodeLimiter: createMemoryAttemptLimiter(),
    clients: [{ id: 'cli', name: 'CLI', redirectUris: ['http://127.0.0.1/callback'], device: true }],
    providers: new ProviderRegistry([]),
    redirectUri: (provider) => `http://localhost/oauth/callback/${provider}`,
    eventSink: { record: () => undefined, notKept: () => undefined },
    passwordPolicy: { minLength: 8 },
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

const signUp = () => auth.passwords.signUp(ada, { client, replaces: null })

describe('a session check', () => {
  it('is one statement, a read', async () => {
    const { token } = await signUp()
    statements.length = 0
    for (let times = 0; times < 50; times += 1) await auth.sessions.authenticate(token, client)
    expect(statements).toHaveLength(50)
    expect(new Set(statements.map((statement) => statement.split(' ', 1)[0]))).toEqual(new Set(['select']))
  })

  it('of a token that can’t be one does not ask the database', async () => {
    statements.length = 0
    expect(await auth.sessions.authenticate('no token', client)).toBeNull()
    expect(statements).toEqual([])
  })

  it('of an ended or overdue session writes nothing', async () => {
    const { token } = await signUp()
    moment = new Date(moment.getTime() + 12 * hour)
    statements.length = 0
    expect(await auth.sessions.authenticate(token, client)).toBeNull()
    expect(statements.map((statement) => statement.split(' ', 1)[0])).toEqual(['select'])
  })

  it('writes the renewal once in half an idle period', async () => {
    const { token } = await signUp()
    statements.length = 0
    for (let minutes = 0; minutes < 23 * 60; minutes += 10) {
      moment = new Date(moment.getTime() + 10 * 60_000)
      expect(await auth.sessions.authenticate(token, client)).not.toBeNull()
    }
    const writes = statements.filter((statement) => !statement.startsWith('select'))
    // At 6 h to 18 h, at 12 h to the absolute limit of 24 h, and never again.
    expect(writes).toHaveLength(2)
    expect(writes.every((statement) => statement.startsWith('update "sessions" set "idle_expires_at"'))).toBe(true)
  })

  it('finds its session by index, however many there are', async () => {
    const { token, user, session } = await signUp()
    expect(await plansOf(() => auth.sessions.authenticate(token, client))).toEqual([
      [
        expect.stringMatching(/^SEARCH sessions USING INDEX sessions_token_hash_unique/),
        expect.stringMatching(/^SEARCH users USING INDEX sqlite_autoindex_users_1/),
      ],
    ])
    expect(await plansOf(() => auth.access.list({ user, session }))).toEqual([
      // In the order of the index: nothing is sorted.
      [expect.stringMatching(/^SEARCH sessions USING INDEX sessions_live_by_user \(user_id=\?\)/)],
    ])
  })
})

describe('every other statement about sessions and events', () => {
  it('finds its rows by index too, and sorts nothing', async () => {
    const { token, user, session } = await signUp()
    const caller = { user, session }
    const page = { category: null, before: null, limit: 20 }
    const acts: readonly (() => Promise<unknown>)[] = [
      () => auth.access.history(caller, { after: null, limit: 20 }),
      () => auth.access.history(caller, { after: { endedAt: moment, id: session.id }, limit: 20 }),
      () => auth.events.list(caller, page),
      () => auth.events.list(caller, { ...page, category: 'session', before: 'f' }),
      () => auth.sessions.findEnded(token),
      () => auth.passwords.signIn(ada, { client, replaces: null }),
      () => auth.access.rename(caller, session.id, 'Laptop', client),
      () => auth.access.endOthers(caller, client),
      async () => {
        const answerTo = new URL(await auth.codeGrants.approve(caller, { query: codeRequest, userId: user.id }, client))
        await auth.codeGrants.redeem({ ...code, code: answerTo.searchParams.get('code') ?? '' }, client)
      },
      async () => {
        const { deviceCode, userCode } = await auth.deviceGrants.begin('cli', client)
        await auth.deviceGrants.approve(caller, { userCode: userCode.replace('-', ''), userId: user.id }, client)
        await auth.deviceGrants.poll(deviceCode, 'cli', client)
      },
      () => auth.grantExchanges.sweep(),
      () => auth.sessions.sweep(),
      () => auth.events.sweep(),
      () => auth.access.endAll(caller, client),
    ]
    for (const act of acts) {
      const plans = (await plansOf(act)).flat()
      expect(plans.length).toBeGreaterThan(0)
      expect(
        plans.filter(
          (step) => /\b(sessions|events|users|ender|grants|refresh_tokens)\b/.test(step) && step.startsWith('SCAN'),
        ),
      ).toEqual([])
      expect(plans.filter((step) => step.includes('USE TEMP B-TREE'))).toEqual([])
    }
  })
})

/** How SQLite goes about each statement of an act. */
async function plansOf(act: () => Promise<unknown>): Promise<readonly (readonly string[])[]> {
  statements.length = 0
  await act()
  return (
    statements
      .filter((statement) => /^(select|insert|update|delete)/i.test(statement))
      // A handful of rows, ever.
      .filter((statement) => !statement.includes('from "signing_keys"'))
      .map((statement) =>
        db.$client
          .prepare(`EXPLAIN QUERY PLAN ${statement}`)
          .all()
          .map((row) => String(Reflect.get(row as object, 'detail'))),
      )
  )
}
