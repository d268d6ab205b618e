import { openPostgres, type PostgresConnections } from '@latchkey/db/postgres'
import { startRedis, takeTestDatabase, type TestPostgres } from '@latchkey/db/testing'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { clientId, postForm } from '../support/grants.ts'
import { startTestServer, type TestServer, type TestServerOptions, type Visitor, ada } from '../support/test-server.ts'
import { openCuttableWay } from '@latchkey/db/testing/cuttable-way'
import { testSecret } from '../support/test-secret.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgres: TestPostgres
  }
}

const secret = testSecret('shared')

/** Connections beside those of the servers. */
function connectTo(url: string): PostgresConnections['pool'] {
  const { pool, close } = openPostgres({ url })
  onTestFinished(close)
  return pool
}

/** A Redis of its own, which ends with the test. */
async function ownRedis() {
  const redis = await startRedis()
  onTestFinished(() => redis.kill())
  return redis
}

/** Two servers over one PostgreSQL. */
async function startTwo({ env, ...options }: TestServerOptions = {}): Promise<{
  readonly servers: readonly [TestServer, TestServer]
  readonly url: string
}> {
  const { url, giveBack } = await takeTestDatabase(inject('postgres'))
  onTestFinished(giveBack)
  const both = { ...options, env: { ...env, DATABASE_URL: url, APP_SECRETS: secret } }
  return { servers: [await startTestServer(both), await startTestServer(both)], url }
}

/** The same browser at another server. */
function atOther(visitor: Visitor, server: TestServer): Visitor {
  const same = server.visitor()
  same.setCookie('latchkey', visitor.cookie?.replace('latchkey=', '') ?? '')
  return same
}

/** Opens a tab of a browser. */
async function watch({ url, cookie }: Visitor): Promise<Response> {
  const headers = { Accept: 'text/event-stream', Cookie: cookie ?? '' }
  const tab = await fetch(`${url}/trpc/sessions.watch`, { headers })
  expect(tab.status).toBe(200)
  return tab
}

async function signedIn(server: TestServer, email: string): Promise<Visitor> {
  const visitor = server.visitor()
  expect((await visitor.mutate('auth.signIn', { email, password: ada.password })).status).toBe(200)
  return visitor
}

describe('two servers over one PostgreSQL', () => {
  it('refuse on the next request what the other has ended, each time', async () => {
    const { servers } = await startTwo()
    const [first, second] = servers
    const owner = first.visitor()
    expect((await owner.mutate('auth.signUp', ada)).status).toBe(200)
    for (let round = 0; round < 20; round += 1) {
      const phone = atOther(await signedIn(first, ada.email), second)
      expect((await phone.query('auth.me')).body.result.data.user.email).toBe(ada.email)
      const { others } = (await owner.query('sessions.list')).body.result.data
      expect((await owner.mutate('sessions.end', { id: others[0].id })).status).toBe(200)
      expect((await phone.query('auth.me')).body.result.data).toBeNull()
    }
  })

  it('count the failed sign-ins of an account together', async () => {
    const { servers, url } = await startTwo()
    const [first, second] = servers
    expect((await first.visitor().mutate('auth.signUp', ada)).status).toBe(200)
    for (const server of [first, second]) {
      expect(
        (await server.visitor().mutate('auth.signIn', { email: ada.email, password: 'not this one' })).status,
      ).toBe(401)
    }
    const { rows } = await connectTo(url).query('SELECT max(count) AS most FROM rate_limits')
    expect(rows).toEqual([{ most: 2 }])
  })

  it('answer what a program asks with tokens of either', async () => {
    const { servers } = await startTwo()
    const [first, second] = servers
    expect((await first.visitor().mutate('auth.signUp', ada)).status).toBe(200)
    const issue = { email: ada.email, password: ada.password, clientId: 'script' }
    const issued = (await first.visitor().mutate('tokens.issue', issue)).body.result.data
    const headers = { Authorization: `Bearer ${issued.accessToken}` }
    expect((await second.visitor().query('auth.me', headers)).body.result.data.user.email).toBe(ada.email)
    const refresh = { refreshToken: issued.refreshToken, clientId: 'script' }
    const refreshed = (await second.visitor().mutate('tokens.refresh', refresh)).body.result.data
    const again = { Authorization: `Bearer ${refreshed.accessToken}` }
    expect((await first.visitor().query('auth.me', again)).body.result.data.user.email).toBe(ada.email)
  })

  it('answer 503 while PostgreSQL can’t be reached, and hear of endings again by themselves', async () => {
    const { url, giveBack } = await takeTestDatabase(inject('postgres'))
    onTestFinished(giveBack)
    const way = await openCuttableWay(url)
    const first = await startTestServer({ env: { DATABASE_URL: url, APP_SECRETS: secret } })
    const second = await startTestServer({ env: { DATABASE_URL: way.url, APP_SECRETS: secret } })
    const owner = first.visitor()
    expect((await owner.mutate('auth.signUp', ada)).status).toBe(200)
    const phone = atOther(await signedIn(first, ada.email), second)
    expect((await phone.query('auth.me')).status).toBe(200)

    await way.cut()
    const answer = await phone.query('auth.me')
    expect([answer.status, answer.body.error.data.reason]).toEqual([503, 'UNAVAILABLE'])
    expect((await phone.mutate('auth.signOut')).status).toBe(503)
    expect((await second.visitor().request('/readyz')).status).toBe(503)

    await way.mend()
    expect((await phone.query('auth.me')).body.result.data.user.email).toBe(ada.email)
    expect((await second.visitor().request('/readyz')).status).toBe(200)
    const tab = await watch(phone)
    const { others } = (await owner.query('sessions.list')).body.result.data
    await owner.mutate('sessions.end', { id: others[0].id })
    expect(await tab.text()).toContain('ended_by_user')
  })
})

/** What servers share is in PostgreSQL, or in Redis. */
describe.each<[string, () => Promise<Readonly<Record<string, string>>>]>([
  ['PostgreSQL alone', async () => ({})],
  ['PostgreSQL and Redis', async () => ({ REDIS_URL: (await ownRedis()).url })],
])('two servers over %s', (_, shareEnv) => {
  it('count the attempts of a network together, and what a device polls', async () => {
    const env = { ATTEMPTS_PER_NETWORK: '3' }
    const { servers } = await startTwo({ env: { ...env, ...(await shareEnv()) }, pollInterval: 60_000 })
    const [first, second] = servers
    const statuses: number[] = []
    for (const [index, server] of [first, second, first, second].entries()) {
      const attempt = { email: `user-${index}@example.com`, password: 'not this one' }
      statuses.push((await server.visitor().mutate('auth.signIn', attempt)).status)
    }
    expect(statuses).toEqual([401, 401, 401, 429])

    const { body: started } = await postForm(first.visitor(), '/oauth/device_authorization', { client_id: clientId })
    const poll = async (server: TestServer): Promise<unknown> => {
      const grant = 'urn:ietf:params:oauth:grant-type:device_code'
      const form = { grant_type: grant, client_id: clientId, device_code: started.device_code }
      return (await postForm(server.visitor(), '/oauth/token', form)).body.error
    }
    expect([await poll(first), await poll(second), await poll(first)]).toEqual([
      'authorization_pending',
      'slow_down',
      'slow_down',
    ])
  })

  it('show which sessions have a tab open at the other', async () => {
    const { servers } = await startTwo({ env: await shareEnv() })
    const [first, second] = servers
    const owner = first.visitor()
    expect((await owner.mutate('auth.signUp', ada)).status).toBe(200)
    const phone = atOther(await signedIn(first, ada.email), second)
    const isOnline = async (): Promise<boolean> => {
      const { others } = (await owner.query('sessions.list')).body.result.data
      return others[0].online
    }
    expect(await isOnline()).toBe(false)
    const tab = await watch(phone)
    await vi.waitFor(async () => expect(await isOnline()).toBe(true))
    await tab.body?.cancel()
  })

  it('close a tab at once whose session the other has ended', async () => {
    const { servers } = await startTwo({ env: await shareEnv() })
    const [first, second] = servers
    const owner = first.visitor()
    expect((await owner.mutate('auth.signUp', ada)).status).toBe(200)
    const phone = atOther(await signedIn(first, ada.email), second)
    const { others } = (await owner.query('sessions.list')).body.result.data
    const text = (await watch(phone)).text()
    const since = performance.now()
    await owner.mutate('sessions.end', { id: others[0].id })
    expect(await text).toContain('ended_by_user')
    // No job reads the rows again here: the signal closed it.
    expect(performance.now() - since).toBeLessThan(2500)
  })
})

describe('two servers whose Redis fails', () => {
  it('start without it, count in PostgreSQL meanwhile, and refuse what was ended', async () => {
    const redis = await ownRedis()
    await redis.kill()
    const { servers } = await startTwo({ env: { REDIS_URL: redis.url, ATTEMPTS_PER_NETWORK: '3' } })
    const [first, second] = servers
    const owner = first.visitor()
    expect((await owner.mutate('auth.signUp', ada)).status).toBe(200)
    const phone = atOther(owner, second)
    expect((await phone.query('auth.me')).body.result.data.user.email).toBe(ada.email)
    const statuses: number[] = []
    for (const server of [second, first, second]) {
      const attempt = { email: 'unknown@example.com', password: 'not this one' }
      statuses.push((await server.visitor().mutate('auth.signIn', attempt)).status)
    }
    expect(statuses).toEqual([401, 401, 429])
    expect((await second.visitor().request('/readyz')).status).toBe(200)
    const tab = await watch(phone)
    expect((await owner.mutate('auth.signOut')).status).toBe(200)
    expect((await phone.query('auth.me')).body.result.data).toBeNull()
    // As the job does every three seconds.
    await second.container.auth.sessions.recheckWatched()
    expect(await tab.text()).toContain('"ended"')
  })

  it('are not slowed down by one that answers nothing, and share it again once it does', async () => {
    const redis = await ownRedis()
    const { servers } = await startTwo({ env: { REDIS_URL: redis.url } })
    const [first, second] = servers
    const owner = first.visitor()
    expect((await owner.mutate('auth.signUp', ada)).status).toBe(200)
    redis.pause()
    onTestFinished(redis.goOn)
    // One call waits for the answer, and those after it do not.
    for (let call = 0; call < 5; call += 1) {
      expect((await signedIn(first, ada.email)).cookie).not.toBeNull()
    }
    redis.goOn()
    const phone = atOther(owner, second)
    await vi.waitFor(
      async () => {
        const tab = await watch(atOther(await signedIn(first, ada.email), second))
        const { others } = (await owner.query('sessions.list')).body.result.data
        expect((await owner.mutate('sessions.end', { id: others[0].id })).status).toBe(200)
        expect(await Promise.race([tab.text(), pause(500)])).toContain('ended_by_user')
      },
      { timeout: 10_000 },
    )
    expect((await phone.query('auth.me')).status).toBe(200)
  })
})
