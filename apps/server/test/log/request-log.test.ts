import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type BuiltServer, shareBuiltServer, startBuiltServer } from '../support/built-server.ts'
import { clientId, postForm } from '../support/grants.ts'
import { linesOfRequest, logEntries, type LogEntry } from '../support/log-entries.ts'
import { sendRaw } from '../support/raw-request.ts'
import { ada, type Answer, startTestServer, type Visitor } from '../support/test-server.ts'

const waitOptions = { timeout: 10_000, interval: 5 }

/** The server process writes its log a moment after its answer. */
async function requestLine(server: BuiltServer, { headers }: Answer): Promise<LogEntry> {
  return vi.waitFor(() => {
    const line = linesOfRequest(server.log, headers).find(({ msg }) => msg === 'request')
    if (line === undefined) throw new Error('the request has no line yet')
    return line
  }, waitOptions)
}

const json = { 'Content-Type': 'application/json' }

type Refused = readonly [reason: string, procedure: string | undefined, ask: (visitor: Visitor) => Promise<Answer>]

const anonymous: readonly Refused[] = [
  ['INVALID_REFRESH_TOKEN', 'tokens.refresh', (v) => v.mutate('tokens.refresh', { refreshToken: 'x', clientId })],
  ['INVALID_TOKEN', undefined, (v) => v.query('auth.me', { Authorization: 'Bearer x' })],
  ['INVALID_CREDENTIALS', 'auth.signIn', (v) => v.mutate('auth.signIn', { email: 'b@example.com', password: 'wrong' })],
  ['EMAIL_TAKEN', 'auth.signUp', (v) => v.mutate('auth.signUp', ada)],
  ['PASSWORD_TOO_COMMON', 'auth.signUp', (v) => v.mutate('auth.signUp', { ...ada, password: 'iloveyou' })],
  ['NOT_SIGNED_IN', 'sessions.list', (v) => v.query('sessions.list')],
  ['SESSION_ENDED', 'sessions.list', (v) => v.query('sessions.list', { Cookie: 'latchkey=x' })],
  ['AMBIGUOUS_CREDENTIALS', undefined, (v) => v.query('auth.me', { Authorization: 'Bearer x', Cookie: 'latchkey=x' })],
  ['CROSS_SITE_REQUEST', undefined, (v) => v.query('auth.me', { 'Sec-Fetch-Site': 'cross-site' })],
  ['UNSUPPORTED_MEDIA_TYPE', undefined, (v) => v.post('auth.signOut', '{}', { 'Content-Type': 'text/plain' })],
  ['MALFORMED_REQUEST', 'auth.signIn', (v) => v.post('auth.signIn', '{"email":')],
  ['PAYLOAD_TOO_LARGE', undefined, (v) => v.post('auth.signIn', `"${'x'.repeat(70_000)}"`)],
  ['INVALID_INPUT', 'auth.signIn', (v) => v.mutate('auth.signIn', { email: 7 })],
  ['UNKNOWN_PROCEDURE', undefined, (v) => v.query('auth.nothing')],
  ['UNKNOWN_PROCEDURE', undefined, (v) => v.request('/nothing.js')],
  ['METHOD_NOT_ALLOWED', undefined, (v) => v.request('/', { method: 'DELETE' })],
  ['NOT_SIGNED_IN', 'auth.me,sessions.list', (v) => v.query('auth.me,sessions.list?batch=1')],
  [
    'AUTHORIZATION_UNKNOWN',
    'oauth.callback',
    (v) => v.mutate('oauth.callback', { provider: 'x', params: { state: 's' } }),
  ],
  ['PROVIDER_NOT_FOUND', 'oauth.authorize', (v) => v.mutate('oauth.authorize', { provider: 'x' })],
]

const signedIn: readonly Refused[] = [
  ['SESSION_NOT_FOUND', 'sessions.end', (v) => v.mutate('sessions.end', { id: 'another' })],
  ['USER_CODE_UNKNOWN', 'grants.findDevice', (v) => v.mutate('grants.findDevice', { userCode: 'BCDFGHJK' })],
  ['SUDO_REQUIRED', 'sessions.endAll', (v) => v.mutate('sessions.endAll')],
  ['INVALID_CREDENTIALS', 'auth.stepUp', (v) => v.mutate('auth.stepUp', { password: 'wrong' })],
]

const oauth: readonly (readonly [error: string, reason: string, path: string, form: Record<string, string>])[] = [
  [
    'invalid_grant',
    'INVALID_REFRESH_TOKEN',
    'token',
    { grant_type: 'refresh_token', refresh_token: 'x', client_id: clientId },
  ],
  [
    'invalid_grant',
    'INVALID_GRANT',
    'token',
    {
      grant_type: 'authorization_code',
      code: 'x',
      client_id: clientId,
      redirect_uri: 'http://127.0.0.1/callback',
      code_verifier: 'x'.repeat(43),
    },
  ],
  ['invalid_request', 'invalid_request', 'token', {}],
  ['unsupported_grant_type', 'unsupported_grant_type', 'token', { grant_type: 'password' }],
  ['invalid_client', 'CLIENT_UNKNOWN', 'device_authorization', { client_id: 'another' }],
]

describe('the line of a refused request', () => {
  const server = shareBuiltServer({ env: { TZ: 'America/Sao_Paulo', SUDO_MINUTES: '1' } })

  it.each(anonymous)('has the reason %s', async (reason, procedure, ask) => {
    const visitor = server().visitor()
    await server().visitor().mutate('auth.signUp', ada)
    const answer = await ask(visitor)
    const line = await requestLine(server(), answer)
    expect(line).toMatchObject({
      reason,
      status: answer.status,
      level: 30,
      requestId: answer.headers.get('X-Request-Id'),
    })
    expect([line['procedure'], line['userId'], line['sessionId']]).toEqual([procedure, undefined, undefined])
  })

  it.each(signedIn)('has the reason %s with the user and the session', async (reason, procedure, ask) => {
    const visitor = server().visitor()
    const { body } = await visitor.mutate('auth.signUp', { ...ada, email: `${procedure}@example.com` })
    const own = (await visitor.query('sessions.list')).body.result.data.current.id
    if (reason === 'SUDO_REQUIRED') await server().beside('UPDATE sessions SET sudo_until = NULL WHERE id = ?', own)
    const line = await requestLine(server(), await ask(visitor))
    expect(line).toMatchObject({ reason, procedure, userId: body.result.data.user.id, sessionId: own })
  })

  it.each(oauth)('of an OAuth endpoint has the error %s and the reason %s', async (oauthError, reason, path, form) => {
    const line = await requestLine(server(), await postForm(server().visitor(), `/oauth/${path}`, form))
    expect(line).toMatchObject({ reason, oauthError, path: `/oauth/${path}`, method: 'POST' })
  })

  it('is the only one beside its security event, and its time is in UTC', async () => {
    const answer = await server().visitor().mutate('auth.signIn', { email: ada.email, password: 'wrong' })
    await requestLine(server(), answer)
    const lines = linesOfRequest(server().log, answer.headers)
    expect(lines.map(({ msg }) => msg)).toEqual(['sign_in_failed', 'request'])
    for (const { time } of lines) {
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      expect(Math.abs(Date.parse(String(time)) - Date.now())).toBeLessThan(60_000)
    }
  })

  const hostile: readonly (readonly [string, Buffer | string])[] = [
    ['ESC', 'a\u001B[2Jb'],
    ['U+2028 in UTF-8', Buffer.from('a\u2028b')],
    ['latin-1', Buffer.from('caf\u00E9 \u0085', 'latin1')],
    ['8 kB', 'x'.repeat(8000)],
    ['JSON', '","level":60,"msg":"forged'],
  ]

  it.each(hostile)('with %s in the user agent and the path is one bounded line', async (_, bytes) => {
    const from = server().log.length
    const agent = Buffer.concat([Buffer.from('User-Agent: '), Buffer.from(bytes)])
    const body = JSON.stringify({ email: 'b@example.com', password: 'wrong' })
    const lines = [agent, 'Content-Type: application/json', `Content-Length: ${body.length}`]
    // Node refuses some of these bytes, and hangs up.
    await sendRaw(server().url, '/trpc/auth.signIn', lines, { method: 'POST', body }).catch(() => null)
    const path = `/p/${Buffer.from(bytes)
      .toString('latin1')
      .replaceAll(/[^!-~\u0080-\u00FF]|"/g, '')}`
    await sendRaw(server().url, path, []).catch(() => null)
    await requestLine(server(), await server().visitor().request('/last'))
    const written = server().log.slice(from)
    expect(logEntries(written).length).toBeGreaterThanOrEqual(1)
    for (const line of written) {
      expect(line).toMatch(/^[^\p{Cc}\p{Cf}\u2028\u2029]+$/u)
      expect(line.length).toBeLessThan(3000)
    }
    expect(logEntries(written).filter(({ msg }) => msg === 'forged')).toEqual([])
  })
})

it('the server says when it stops how many requests were refused since the last summary', async () => {
  const server = await startBuiltServer()
  const visitor = server.visitor()
  for (let sent = 0; sent < 5; sent += 1) {
    await visitor.query('auth.me', { Authorization: 'Bearer x' })
    await visitor.request('/', { method: 'DELETE', headers: json })
  }
  process.kill(server.pid, 'SIGTERM')
  await vi.waitFor(() => {
    const summary = logEntries(server.log).find(({ msg }) => msg === 'refusals')
    expect(summary).toMatchObject({ refused: { INVALID_TOKEN: 5, METHOD_NOT_ALLOWED: 5 }, notLogged: {} })
  }, waitOptions)
})

it('writes security events at LOG_LEVEL=silent', async () => {
  const server = await startTestServer({ env: { LOG_LEVEL: 'silent' } })
  await server.visitor().mutate('auth.signUp', ada)
  await server.visitor().mutate('auth.signIn', { email: ada.email, password: 'wrong' })
  await vi.waitFor(
    () => expect(logEntries(server.log).map(({ msg }) => msg)).toEqual(['signed_up', 'sign_in_failed']),
    waitOptions,
  )
})

describe('a provider that can’t be reached', () => {
  const provider = (issuer: string) => ({
    env: { GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'not-a-secret', GOOGLE_ISSUER: issuer },
  })
  const failureOf = async (issuer: string, providerTimeout = 5000): Promise<LogEntry | undefined> => {
    const server = await startTestServer({ ...provider(issuer), providerTimeout })
    await server.visitor().mutate('oauth.authorize', { provider: 'google' })
    return logEntries(server.log).find(({ msg }) => msg === 'oauth_refused')
  }

  it('leaves the code of the cause in one line: a refused connection, a name that is not known, a timeout', async () => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    expect(await failureOf(`http://127.0.0.1:${port}`)).toMatchObject({
      refusal: 'PROVIDER_UNAVAILABLE',
      failure: 'ECONNREFUSED',
    })
    expect(await failureOf('https://provider.invalid')).toMatchObject({
      failure: expect.stringMatching(/^E(NOTFOUND|AI_AGAIN)$/),
    })

    const silent = createServer()
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void silent.close())
    const { port: silentPort } = silent.address() as AddressInfo
    expect(await failureOf(`http://127.0.0.1:${silentPort}`, 50)).toMatchObject({
      refusal: 'PROVIDER_TIMEOUT',
      failure: 'TimeoutError',
    })
    expect(await failureOf(`https://localhost:${silentPort}`, 50)).toMatchObject({ refusal: 'PROVIDER_TIMEOUT' })
  })
})
