import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyDatabase } from '@latchkey/db/copy'
import { createTestDatabase } from '@latchkey/db/testing'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { runCopy } from '../support/copy-command.ts'
import { type LocalProvider, startLocalProvider } from '../support/local-provider.ts'
import { ada, startTestServer, type TestServer, type Visitor } from '../support/test-server.ts'
import { testSecret } from '../support/test-secret.ts'

/** Each of these tests starts servers and processes, on a machine that may be busy. */
const timeout = 90_000

let local: LocalProvider
beforeAll(async () => {
  local = await startLocalProvider()
})
afterAll(() => local.stop())

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

async function temporaryPostgres(): Promise<string> {
  const { url, drop } = await createTestDatabase(inject('postgres'))
  onTestFinished(drop)
  return url
}

function startOver(databaseUrl: string, secrets = ''): Promise<TestServer> {
  return startTestServer({ env: { ...local.env, DATABASE_URL: databaseUrl, APP_SECRETS: secrets } })
}

/** The same browser at another server. */
function browserAt(server: TestServer, { token }: Visitor): Visitor {
  const same = server.visitor()
  same.setCookie('latchkey', token)
  return same
}

async function dataOf(visitor: Visitor, query: string): Promise<unknown> {
  const { status, body } = await visitor.query(query)
  expect([query, status]).toEqual([query, 200])
  return body.result.data
}

/** What a user sees. Whether a session is in use now is not stored. */
async function seenBy(visitor: Visitor): Promise<unknown> {
  const queries = ['auth.me', 'sessions.list', 'sessions.history', 'events.list', 'identities.list']
  const seen = await Promise.all(queries.map(async (query) => [query, await dataOf(visitor, query)]))
  return JSON.parse(JSON.stringify(seen, (key, value: unknown) => (/^(?:lastSeenAt|online)$/.test(key) ? null : value)))
}

async function throughProvider(visitor: Visitor, procedure: 'oauth.authorize' | 'oauth.link'): Promise<string> {
  const { body } = await visitor.mutate(procedure, { provider: 'google' })
  const back = await local.visit(body.result.data.url, { person: 'chiyo' })
  const params = Object.fromEntries(back.searchParams)
  return (await visitor.mutate('oauth.callback', { provider: 'google', params })).body.result.data.outcome
}

async function signedIn(server: TestServer): Promise<Visitor> {
  const visitor = server.visitor()
  expect((await visitor.mutate('auth.signIn', { email: ada.email, password: ada.password })).status).toBe(200)
  return visitor
}

/** Ends the other session that was used last. */
async function endOther(owner: Visitor, other: Visitor): Promise<void> {
  const { session } = (await other.query('auth.me')).body.result.data
  expect((await owner.mutate('sessions.end', { id: session.id })).status).toBe(200)
}

async function refresh(
  server: TestServer,
  refreshToken: string,
): Promise<{ accessToken: string; refreshToken: string }> {
  const answer = await server.visitor().mutate('tokens.refresh', { refreshToken, clientId: 'script' })
  expect(answer.status).toBe(200)
  return answer.body.result.data
}

async function emailOf(server: TestServer, accessToken: string): Promise<string> {
  const { body } = await server.visitor().query('auth.me', { Authorization: `Bearer ${accessToken}` })
  return body.result.data.user.email
}

describe('everything moves', { timeout }, () => {
  it('from SQLite to PostgreSQL and back, signs no user out, and revives no session', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'data', 'latchkey.db')
    const first = await startOver(`file:${file}`)
    const laptop = first.visitor()
    expect((await laptop.mutate('auth.signUp', ada)).status).toBe(200)
    expect(await throughProvider(laptop, 'oauth.link')).toBe('linked')
    const phone = await signedIn(first)
    const tablet = await signedIn(first)
    await endOther(laptop, tablet)
    const issue = { email: ada.email, password: ada.password, clientId: 'script' }
    const issued = (await first.visitor().mutate('tokens.issue', issue)).body.result.data
    const refreshed = await refresh(first, issued.refreshToken)
    await first.container.auth.sessions.flushActivity()
    const seen = await seenBy(laptop)

    const url = await temporaryPostgres()
    const there = await runCopy(['--from', `file:${file}`, '--to', url])
    expect(there).toMatchObject({ code: 0, stderr: '' })
    const secretFile = join(folder, 'data', 'app-secret')
    const secret = readFileSync(secretFile, 'utf8').trim()
    expect(there.stdout).toContain(`Unless APP_SECRETS is set already, set it to what the file ${secretFile} holds`)
    expect(there.stdout).toContain('users: 1 row verified\n')
    expect(there.stdout).toContain('sessions: 4 rows verified\n')
    expect(there.stdout + there.stderr).not.toContain(secret)
    expect(there.stdout).not.toContain('postgres:postgres')

    const second = await startOver(url, secret)
    expect(await seenBy(browserAt(second, laptop))).toEqual(seen)
    expect(await dataOf(browserAt(second, tablet), 'sessions.ending')).toMatchObject({ endReason: 'ended_by_user' })
    expect(await emailOf(second, issued.accessToken)).toBe(ada.email)
    const again = await refresh(second, refreshed.refreshToken)
    expect(await emailOf(second, again.accessToken)).toBe(ada.email)
    const throughGoogle = second.visitor()
    expect(await throughProvider(throughGoogle, 'oauth.authorize')).toBe('signed_in')
    expect((await throughGoogle.query('auth.me')).body.result.data.user.email).toBe(ada.email)
    await endOther(browserAt(second, laptop), browserAt(second, phone))
    const seenThere = await seenBy(browserAt(second, laptop))

    const back = join(temporaryFolder(), 'back.db')
    expect(await runCopy(['--from', url, '--to', `file:${back}`])).toMatchObject({ code: 0, stderr: '' })
    expect(statSync(back).mode & 0o777).toBe(0o600)
    const third = await startOver(`file:${back}`, secret)
    expect(await seenBy(browserAt(third, laptop))).toEqual(seenThere)
    expect(await dataOf(browserAt(third, phone), 'auth.me')).toBeNull()
    expect(await dataOf(browserAt(third, phone), 'sessions.ending')).toMatchObject({ endReason: 'ended_by_user' })
    expect(await emailOf(third, again.accessToken)).toBe(ada.email)
    await refresh(third, again.refreshToken)
    // The file that was copied first is as it was: two servers would be two truths.
    expect((await dataOf(browserAt(first, phone), 'auth.me')) !== null).toBe(true)
  })
})

describe('a server over the source', { timeout }, () => {
  it.each(['sqlite', 'postgres'] as const)(
    'in %s answers reads, and 503 to changes, while it is copied',
    async (engine) => {
      const file = join(temporaryFolder(), 'source.db')
      const url = await temporaryPostgres()
      const from = engine === 'sqlite' ? ({ engine, file } as const) : ({ engine, url } as const)
      const server = await startOver(engine === 'sqlite' ? `file:${file}` : url, testSecret())
      const visitor = server.visitor()
      expect((await visitor.mutate('auth.signUp', ada)).status).toBe(200)
      let asked = 0
      await copyDatabase({
        from,
        to: { engine: 'sqlite', file: join(temporaryFolder(), 'target.db') },
        onProgress: async ({ stage }) => {
          if (stage !== 'marked') return
          asked += 1
          expect((await dataOf(visitor, 'auth.me')) !== null).toBe(true)
          const refused = await visitor.mutate('users.rename', { name: 'Another' })
          expect([refused.status, refused.body.error.data.reason]).toEqual([503, 'UNAVAILABLE'])
        },
      })
      expect(asked).toBe(1)
      expect((await visitor.mutate('users.rename', { name: 'Another' })).status).toBe(200)
    },
  )
})
