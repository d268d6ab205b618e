import { describe, expect, inject, it } from 'vitest'
import { type Answer, ada, startTestServer, type TestServer, Visitor } from '../support/test-server.ts'
import { startClockedServer } from '../support/start-clocked-server.ts'

const start = new Date('2100-01-01T00:00:00Z')
const credentials = { email: ada.email, password: ada.password, clientId: 'cli' }
const reasonOf = ({ body }: Answer): string => body.error?.data.reason ?? 'no refusal'
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })

async function withTokens(options: Parameters<typeof startTestServer>[0] = {}) {
  const server = await startTestServer(options)
  const browser = server.visitor()
  await browser.mutate('auth.signUp', ada)
  const script = server.visitor({ 'User-Agent': 'cli/1.0' })
  const tokens = (await script.mutate('tokens.issue', credentials)).body.result.data
  return { server, browser, script, tokens }
}

/** Repeats a call that gets 503: where two processes write to one file on a busy machine, one may find it locked. */
async function untilAvailable(call: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    const answer = await call()
    if (answer.status !== 503 || tries === 50) return answer
  }
}

const claimsOf = (token: string): unknown => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

const listOf = async (visitor: Visitor) => (await visitor.query('sessions.list')).body.result.data

describe('a client without cookies', () => {
  it('calls the same procedures, is listed as a session, and is refused once that is ended', async () => {
    const { browser, script, tokens } = await withTokens()
    expect(tokens).toEqual({
      status: 'signedIn',
      tokenType: 'Bearer',
      accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      expiresIn: 600,
      refreshToken: expect.stringMatching(/^[\w-]{43}$/),
      sessionId: expect.any(String),
    })
    const { current, others } = (await script.query('sessions.list', bearer(tokens.accessToken))).body.result.data
    expect(current).toMatchObject({
      id: tokens.sessionId,
      kind: 'client',
      name: 'cli',
      device: 'script',
      current: true,
    })
    expect(others).toHaveLength(1)
    expect((await listOf(browser)).others).toMatchObject([{ id: tokens.sessionId, kind: 'client' }])

    await browser.mutate('sessions.end', { id: tokens.sessionId })
    const refused = await script.query('sessions.list', bearer(tokens.accessToken))
    expect([refused.status, reasonOf(refused)]).toEqual([401, 'SESSION_ENDED'])
    expect(refused.headers.get('WWW-Authenticate')).toBe('Bearer error="invalid_token"')
    const { refreshToken } = tokens
    expect(reasonOf(await script.mutate('tokens.refresh', { refreshToken, clientId: 'cli' }))).toBe('SESSION_ENDED')
  })

  it.each([
    ['latchkey-cli', 'latchkey-cli (not approved)'],
    ['a.c-me', 'a.c-me (not approved)'],
    ['acme', 'acme (not approved)'],
    ['Acme', 'Acme (not approved)'],
    ['phone', 'phone'],
  ])('that has the password and calls itself %s is shown as %s', async (clientId, name) => {
    const env = { OAUTH_CLIENT_PHONE_NAME: 'Acme', OAUTH_CLIENT_PHONE_DEVICE: 'on' }
    const { server, browser } = await withTokens({ env })
    const { sessionId } = (await server.visitor().mutate('tokens.issue', { ...credentials, clientId })).body.result.data
    const { others } = await listOf(browser)
    expect(others.find(({ id }: { id: string }) => id === sessionId)).toMatchObject({ name, signInMethod: 'password' })
    const { events } = (await browser.query('events.list')).body.result.data
    const issued = { type: 'tokens_issued', sessionId, details: { clientId, method: 'password' } }
    expect(events).toContainEqual(expect.objectContaining(issued))
  })

  it('gets no cookie, and is refused by procedures that set one', async () => {
    const { script, tokens } = await withTokens()
    expect(script.cookie).toBeNull()
    for (const path of ['auth.signOut', 'auth.stepUp', 'passwords.change', 'sessions.endAll', 'oauth.authorize']) {
      const answer = await script.mutate(path, {}, bearer(tokens.accessToken))
      expect([path, answer.status, reasonOf(answer)]).toEqual([path, 400, 'COOKIE_REQUIRED'])
    }
    expect((await script.mutate('sessions.endOthers', {}, bearer(tokens.accessToken))).status).toBe(200)
  })

  it('is refused with a cookie and a token together', async () => {
    const { browser, tokens } = await withTokens()
    const both = await browser.query('sessions.list', bearer(tokens.accessToken))
    expect([both.status, reasonOf(both)]).toEqual([400, 'AMBIGUOUS_CREDENTIALS'])
    browser.cookie = 'latchkey=x; latchkey=y'
    expect(reasonOf(await browser.query('auth.me', bearer(tokens.accessToken)))).toBe('AMBIGUOUS_CREDENTIALS')
  })

  it('is refused with an invalid token, also by public procedures', async () => {
    const { script, tokens } = await withTokens()
    for (const text of ['x', 'a.b.c', tokens.refreshToken, `${tokens.accessToken}x`, '']) {
      const answer = await script.query('auth.me', bearer(text))
      expect([text.slice(0, 20), answer.status, reasonOf(answer)]).toEqual([text.slice(0, 20), 401, 'INVALID_TOKEN'])
    }
    expect((await script.query('auth.me', { Authorization: 'Basic YTpi' })).body.result.data).toBeNull()
    expect((await script.query('auth.me', { Authorization: `bearer ${tokens.accessToken}` })).status).toBe(200)
  })

  it('watches with its token, and receives the end of its session', async () => {
    const { server, browser, tokens } = await withTokens()
    const abort = new AbortController()
    const headers = { Accept: 'text/event-stream', ...bearer(tokens.accessToken) }
    const stream = await fetch(`${server.url}/trpc/sessions.watch`, { headers, signal: abort.signal })
    await browser.mutate('sessions.end', { id: tokens.sessionId })
    expect(await stream.text()).toContain('"type":"ended"')
  })

  it('revokes its tokens, and an unknown token is no error', async () => {
    const { script, tokens } = await withTokens()
    for (const token of [tokens.refreshToken, tokens.refreshToken, 'unknown']) {
      const answer = await script.mutate('tokens.revoke', { token })
      expect([answer.status, answer.body.result.data]).toEqual([200, {}])
    }
    expect(reasonOf(await script.query('sessions.list', bearer(tokens.accessToken)))).toBe('SESSION_ENDED')
  })

  it('gets no tokens for a password where they are switched off', async () => {
    const server = await startTestServer({ env: { TOKENS_BY_PASSWORD: 'off' } })
    const visitor = server.visitor()
    await visitor.mutate('auth.signUp', ada)
    const refused = await server.visitor().mutate('tokens.issue', credentials)
    expect([refused.status, reasonOf(refused)]).toEqual([403, 'PASSWORD_TOKENS_OFF'])
    expect((await listOf(visitor)).others).toEqual([])
  })
})

/** Another server over the same database, in a process of its own. */
async function anotherProcess(databaseUrl: string): Promise<readonly Visitor[]> {
  const other = await startClockedServer(databaseUrl)
  await other.setClock(start.getTime())
  return [new Visitor(other.url, {})]
}

/** Over PostgreSQL a round takes several times as long, and the races of the stores have many more callers. */
const refreshRounds = inject('engine') === 'postgres' ? 40 : 200

describe('refreshing', () => {
  it.each([
    [refreshRounds, 20, 'one process', async () => []],
    [refreshRounds, 20, 'two processes on one database', anotherProcess],
    [20, 50, 'two processes on one database', anotherProcess],
  ] as const)(
    'has one successor in each of %i rounds of %i at once, in %s',
    { timeout: 120_000 },
    async (rounds, atOnce, _, startOthers) => {
      const { server, script, tokens } = await withTokens({ now: () => start })
      const clients = [script, ...(await startOthers(server.databaseEnv['DATABASE_URL'] ?? ''))]
      let { refreshToken } = tokens
      for (let round = 0; round < rounds; round += 1) {
        const input = { refreshToken, clientId: 'cli' }
        const calls = clients.flatMap((client) =>
          Array.from({ length: atOnce / clients.length }, () =>
            untilAvailable(() => client.mutate('tokens.refresh', input)),
          ),
        )
        const answers = await Promise.all(calls)
        const successors = new Set(answers.map((answer) => answer.body.result?.data.refreshToken))
        expect([round, answers.map(({ status }) => status)]).toEqual([round, Array.from({ length: atOnce }, () => 200)])
        expect([round, successors.size]).toEqual([round, 1])
        refreshToken = [...successors][0]
      }
      // The one that can be exchanged, and the two that were used last.
      expect(await server.count('refresh_tokens')).toBe(3)
      expect(await server.count('sessions WHERE ended_at IS NOT NULL')).toBe(0)
    },
  )

  it('repeats a lost answer for ten seconds, and treats a later request as theft', async () => {
    let moment = new Date('2100-01-01T00:00:00Z')
    const { browser, script, tokens } = await withTokens({ now: () => moment })
    const input = { refreshToken: tokens.refreshToken, clientId: 'cli' }
    const lost = (await script.mutate('tokens.refresh', input)).body.result.data
    moment = new Date(moment.getTime() + 10_000)
    expect((await script.mutate('tokens.refresh', input)).body.result.data.refreshToken).toBe(lost.refreshToken)
    moment = new Date(moment.getTime() + 1)
    expect(reasonOf(await script.mutate('tokens.refresh', input))).toBe('REFRESH_TOKEN_REUSED')
    expect(reasonOf(await script.query('auth.me', bearer(lost.accessToken)))).toBe('SESSION_ENDED')
    const { sessions } = (await browser.query('sessions.history')).body.result.data
    expect(sessions).toMatchObject([{ id: tokens.sessionId, endReason: 'reuse_detected' }])
    const { events } = (await browser.query('events.list')).body.result.data
    expect(events.map(({ type }: { type: string }) => type)).toEqual([
      'session_ended',
      'refresh_token_reused',
      'tokens_issued',
      'signed_in',
      'signed_up',
    ])
  })
})

describe('the published keys', () => {
  it('are public keys, can be cached, and verify a token', async () => {
    const { script, tokens } = await withTokens()
    const answer = await script.request('/.well-known/jwks.json')
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=600')
    expect(answer.headers.get('Content-Type')).toContain('application/jwk-set+json')
    expect(answer.body.keys).toEqual([
      { kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: expect.any(String), alg: 'EdDSA', use: 'sig' },
    ])
    expect(claimsOf(tokens.accessToken)).toMatchObject({ sid: tokens.sessionId, client_id: 'cli', role: 'user' })
  })

  it('are for the configured algorithm', async () => {
    const { server, script, tokens } = await withTokens({ env: { ACCESS_TOKEN_ALGORITHM: 'ES256' } })
    const { keys } = (await script.request('/.well-known/jwks.json')).body
    expect(keys).toMatchObject([{ kty: 'EC', crv: 'P-256', alg: 'ES256' }])
    expect(keys[0]).not.toHaveProperty('d')
    expect((await script.query('auth.me', bearer(tokens.accessToken))).body.result.data.user.email).toBe(ada.email)
    expect(server.log.filter((line) => line.includes('"level":50'))).toEqual([])
  })

  it('rotate under load without a refusal', async () => {
    let moment = new Date('2100-01-01T00:00:00Z')
    const { server, script, tokens } = await withTokens({ now: () => moment })
    const statuses = new Set<number>()
    let { refreshToken, accessToken } = tokens
    for (let minutes = 0; minutes < 90; minutes += 5) {
      if (minutes === 10 || minutes === 20) await server.container.auth.signingKeys.rotate()
      await server.container.auth.signingKeys.ensure()
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => script.query('sessions.list', bearer(accessToken))),
      )
      for (const { status } of answers) statuses.add(status)
      moment = new Date(moment.getTime() + 5 * 60_000)
      const next = await script.mutate('tokens.refresh', { refreshToken, clientId: 'cli' })
      statuses.add(next.status)
      ;({ refreshToken, accessToken } = next.body.result.data)
    }
    expect([...statuses]).toEqual([200])
    // The first key is deleted: no token that it signed is valid.
    expect(await server.count('signing_keys')).toBe(2)
  })
})

const countLines = (server: TestServer, event: string): number =>
  server.log.filter((line) => line.includes(`"event":"${event}"`)).length

describe('a password for tokens', () => {
  it('is limited like a sign-in', async () => {
    const server = await startTestServer({ env: { ATTEMPTS_PER_ACCOUNT: '3' } })
    const visitor = server.visitor()
    const wrong = { ...credentials, password: 'not this one' }
    const answers = await Promise.all(Array.from({ length: 5 }, () => visitor.mutate('tokens.issue', wrong)))
    expect(answers.map(reasonOf).toSorted()).toEqual([
      'INVALID_CREDENTIALS',
      'INVALID_CREDENTIALS',
      'INVALID_CREDENTIALS',
      'RATE_LIMITED',
      'RATE_LIMITED',
    ])
    expect(countLines(server, 'sign_in_failed')).toBe(5)
  })
})
