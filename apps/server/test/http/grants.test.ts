import { describe, expect, it } from 'vitest'
import { ada, type Answer, startTestServer, Visitor } from '../support/test-server.ts'
import {
  approveCode,
  clientId,
  codeQuery,
  codeVerifier,
  pollDevice,
  postForm,
  redeemCode,
  redirectUri,
  approveConsent,
} from '../support/grants.ts'
import { productionEnv } from '../support/production-env.ts'
import { startClockedServer } from '../support/start-clocked-server.ts'

const reasonOf = ({ body }: Answer): string => body.error?.data.reason ?? 'no refusal'
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })
const listOf = async (visitor: Visitor) => (await visitor.query('sessions.list')).body.result.data
const eventsOf = async (visitor: Visitor) => (await visitor.query('events.list')).body.result.data.events

const minute = 60_000

/** A server with a clock that the test moves, a signed-in browser, and a program. */
async function withPerson(env: Readonly<Record<string, string>> = {}) {
  const clock = { now: new Date('2100-01-01T00:00:00Z').getTime() }
  const server = await startTestServer({ env, now: () => new Date(clock.now) })
  const browser = server.visitor({ 'User-Agent': 'Mozilla/5.0 (Macintosh) Chrome/140.0' })
  await browser.mutate('auth.signUp', ada)
  const program = server.visitor({ 'User-Agent': 'cli/1.0' })
  const pass = (milliseconds: number) => void (clock.now += milliseconds)
  return { server, browser, program, pass }
}

async function withDevice(env: Readonly<Record<string, string>> = {}) {
  const set = await withPerson(env)
  const begun = (await postForm(set.program, '/oauth/device_authorization', { client_id: clientId })).body
  const poll = () => pollDevice(set.program, begun.device_code)
  /** Polls after the interval that the server told the device. */
  const pollInTime = () => {
    set.pass(begun.interval * 1000)
    return poll()
  }
  return { ...set, begun, userCode: begun.user_code as string, poll, pollInTime }
}

describe('a program that opens the browser', () => {
  it('states its name and its redirect URI, and gets a session once the user approves', async () => {
    const { browser, program } = await withPerson()
    const query = encodeURIComponent(JSON.stringify({ query: codeQuery() }))
    const asked = (await browser.query(`grants.codeRequest?input=${query}`)).body.result.data
    expect(asked).toEqual({
      type: 'ask',
      client: { id: clientId, name: 'Latchkey CLI' },
      answersTo: 'loopback',
      deniedTo: `${redirectUri}?error=access_denied&state=state+of+the+program&iss=http%3A%2F%2Flocalhost%3A0`,
    })

    const { answerTo } = (await approveConsent(browser, { query: codeQuery() })).body.result.data
    const answer = new URL(answerTo)
    expect(answer.origin + answer.pathname).toBe(redirectUri)
    expect(answer.searchParams.get('state')).toBe('state of the program')
    expect(answer.searchParams.get('iss')).toBe('http://localhost:0')

    const given = await redeemCode(program, answer.searchParams.get('code') ?? '')
    expect(given.status).toBe(200)
    expect(given.headers.get('Cache-Control')).toBe('no-store')
    expect(given.body).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 600,
      refresh_token: expect.stringMatching(/^[\w-]{43}$/),
    })
    const { current } = (await program.query('sessions.list', bearer(given.body.access_token))).body.result.data
    expect(current).toMatchObject({ kind: 'client', name: 'Latchkey CLI', signInMethod: 'approved:browser' })
    expect((await listOf(browser)).others).toMatchObject([{ id: current.id, device: 'script' }])
    expect((await eventsOf(browser)).slice(0, 2)).toMatchObject([
      { type: 'tokens_issued', sessionId: current.id, details: { clientId, method: 'approved:browser' } },
      { type: 'client_approved', current: true, details: { clientId } },
    ])
  })

  it('refreshes and revokes at the endpoints too', async () => {
    const { browser, program } = await withPerson()
    const first = (await redeemCode(program, await approveCode(browser))).body
    const refresh = (token: string) =>
      postForm(program, '/oauth/token', { grant_type: 'refresh_token', refresh_token: token, client_id: clientId })
    const next = (await refresh(first.refresh_token)).body
    expect(next).toMatchObject({ token_type: 'Bearer', expires_in: 600 })
    expect(next.refresh_token).not.toBe(first.refresh_token)
    for (const token of [next.refresh_token, next.refresh_token, 'unknown']) {
      const revoked = await postForm(program, '/oauth/revoke', { token, token_type_hint: 'access_token' })
      expect([revoked.status, revoked.text]).toEqual([200, ''])
    }
    expect(reasonOf(await program.query('auth.me', bearer(next.access_token)))).toBe('SESSION_ENDED')
    const over = await refresh(next.refresh_token)
    expect([over.status, over.body.error]).toEqual([400, 'invalid_grant'])
  })

  it('is refused once it is removed from the configuration', async () => {
    const { server, browser, program } = await withPerson()
    const { refresh_token: refreshToken } = (await redeemCode(program, await approveCode(browser))).body
    const without = await startTestServer({
      env: { ...server.databaseEnv, COMMAND_LINE_CLIENT: 'off' },
      now: () => new Date('2100-01-01T00:00:00Z'),
    })
    const refused = await without.visitor().mutate('tokens.refresh', { refreshToken, clientId })
    expect([refused.status, reasonOf(refused)]).toEqual([401, 'INVALID_REFRESH_TOKEN'])
    // The session works again when the client is configured again.
    expect((await program.mutate('tokens.refresh', { refreshToken, clientId })).status).toBe(200)
  })

  it('never has a step-up: calls that require one are refused', async () => {
    const { browser, program } = await withPerson()
    const { access_token: token } = (await redeemCode(program, await approveCode(browser))).body
    const { current } = await listOf(browser)
    expect(reasonOf(await program.mutate('sessions.endOthers', {}, bearer(token)))).toBe('SUDO_REQUIRED')
    expect(reasonOf(await program.mutate('sessions.end', { id: current.id }, bearer(token)))).toBe('SUDO_REQUIRED')
    expect((await browser.query('auth.me')).body.result.data).not.toBeNull()
  })

  it.each([
    ['another redirect URI', { redirect_uri: 'http://127.0.0.1:50124/callback' }],
    ['another verifier', { code_verifier: `${codeVerifier}x` }],
    ['a verifier that is too short to be one', { code_verifier: 'short' }],
    ['the name of another client', { client_id: 'phone' }],
  ])('gets nothing for its code with %s', async (_, changes) => {
    const env = { OAUTH_CLIENT_PHONE_NAME: 'Phone', OAUTH_CLIENT_PHONE_REDIRECTS: 'http://127.0.0.1/callback' }
    const { server, browser, program } = await withPerson(env)
    const code = await approveCode(browser)
    const { status, body } = await redeemCode(program, code, changes)
    expect([status, body.error]).toEqual([400, 'invalid_grant'])
    expect(await server.count('refresh_tokens')).toBe(0)
    expect((await redeemCode(program, code)).status).toBe(200)
  })

  it('displaces the session that was unused longest when the user has too many', async () => {
    const { server, browser, program, pass } = await withPerson({ SESSIONS_PER_USER: '2' })
    const idle = server.visitor()
    await idle.mutate('auth.signIn', { email: ada.email, password: ada.password })
    pass(minute)
    expect((await redeemCode(program, await approveCode(browser))).status).toBe(200)
    expect((await listOf(browser)).others).toMatchObject([{ kind: 'client' }])
    expect(reasonOf(await idle.query('sessions.list'))).toBe('SESSION_ENDED')
  })

  it('can redeem its code for a minute', async () => {
    const { browser, program, pass } = await withPerson()
    const [code, late] = [await approveCode(browser), await approveCode(browser)]
    pass(minute - 1)
    expect((await redeemCode(program, code)).status).toBe(200)
    pass(1)
    expect((await redeemCode(program, late)).body.error).toBe('invalid_grant')
  })

  it('redeems its code once, and loses its session when the code is used again', async () => {
    const { browser, program } = await withPerson()
    const code = await approveCode(browser)
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeemCode(program, code)))
    const [won, ...more] = answers.filter(({ status }) => status === 200)
    expect(more).toEqual([])
    expect(answers.filter(({ body }) => body.error === 'invalid_grant')).toHaveLength(19)
    expect(reasonOf(await program.query('auth.me', bearer(won?.body.access_token)))).toBe('SESSION_ENDED')
    const { sessions } = (await browser.query('sessions.history')).body.result.data
    expect(sessions).toMatchObject([{ name: 'Latchkey CLI', endReason: 'reuse_detected' }])
  })

  it.each([
    ['another redirect URI', { redirect_uri: 'http://127.0.0.1:50124/callback' }],
    ['another verifier', { code_verifier: `${codeVerifier}x` }],
    ['a verifier that is too short to be one', { code_verifier: 'short' }],
    ['the name of another client', { client_id: 'phone' }],
  ])('keeps its session when its used code comes again with %s', async (_, changes) => {
    const env = { OAUTH_CLIENT_PHONE_NAME: 'Phone', OAUTH_CLIENT_PHONE_REDIRECTS: 'http://127.0.0.1/callback' }
    const { server, browser, program } = await withPerson(env)
    const code = await approveCode(browser)
    const { access_token: token } = (await redeemCode(program, code)).body
    const events = await server.count('events')
    const found = await redeemCode(server.visitor(), code, changes)
    expect([found.status, found.body.error]).toEqual([400, 'invalid_grant'])
    expect((await program.query('auth.me', bearer(token))).status).toBe(200)
    expect(await server.count('events')).toBe(events)
    expect((await redeemCode(server.visitor(), code)).body.error).toBe('invalid_grant')
    expect(reasonOf(await program.query('auth.me', bearer(token)))).toBe('SESSION_ENDED')
  })

  it('is told that there are no scopes when it refreshes with one, and its refresh token stays unused', async () => {
    const { browser, program } = await withPerson()
    const { refresh_token: token } = (await redeemCode(program, await approveCode(browser))).body
    const refresh = (more: Readonly<Record<string, string>>) =>
      postForm(program, '/oauth/token', {
        grant_type: 'refresh_token',
        refresh_token: token,
        client_id: clientId,
        ...more,
      })
    const refused = await refresh({ scope: 'openid' })
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_scope'])
    const refreshed = (await refresh({ scope: '' })).body
    expect((await refresh({})).body.refresh_token).toBe(refreshed.refresh_token)
  })

  it('gets nothing once the session that approved has ended', async () => {
    const { server, browser, program } = await withPerson()
    const code = await approveCode(browser)
    await browser.mutate('sessions.endAll')
    expect((await redeemCode(program, code)).body.error).toBe('invalid_grant')
    expect(await server.count("session_records WHERE kind = 'client'")).toBe(0)
  })

  it.each([
    ['ends all other sessions', 'sessions.endOthers', {}],
    ['changes the password', 'passwords.change', { currentPassword: ada.password, newPassword: 'a new long one' }],
  ])('gets nothing for an approval from before the user %s', async (_deed, path, input) => {
    const { server, browser, program, begun, userCode, pollInTime } = await withDevice()
    const code = await approveCode(browser)
    await approveConsent(browser, { userCode })
    expect((await browser.mutate(path, input)).status).toBe(200)
    expect((await redeemCode(program, code)).body.error).toBe('invalid_grant')
    expect([begun.interval, (await pollInTime()).body.error]).toEqual([5, 'invalid_grant'])
    expect(await server.count("session_records WHERE kind = 'client'")).toBe(0)
    expect((await redeemCode(program, await approveCode(browser))).status).toBe(200)
  })

  it.each([
    ['an unknown client', { client_id: 'unknown' }, 'CLIENT_UNKNOWN'],
    ['no client', { client_id: null }, 'CLIENT_UNKNOWN'],
    ['another path', { redirect_uri: 'http://127.0.0.1:50123/elsewhere' }, 'REDIRECT_URI_UNKNOWN'],
    ['a name for this computer', { redirect_uri: 'http://localhost:50123/callback' }, 'REDIRECT_URI_UNKNOWN'],
    ['another server', { redirect_uri: 'https://evil.example/callback' }, 'REDIRECT_URI_UNKNOWN'],
    ['no redirect URI', { redirect_uri: null }, 'REDIRECT_URI_UNKNOWN'],
  ])('is not redirected to with %s', async (_, changes, reason) => {
    const { server, browser } = await withPerson()
    const refused = await approveConsent(browser, { query: codeQuery(changes) })
    expect([refused.status, reasonOf(refused)]).toEqual([400, reason])
    expect(refused.text).not.toContain('callback')
    expect(await server.count('grants')).toBe(0)
  })

  it.each([
    ['no PKCE', { code_challenge: null }, 'invalid_request'],
    ['PKCE in plain text', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['PKCE without a method', { code_challenge_method: null }, 'invalid_request'],
    ['a challenge that is none', { code_challenge: 'x' }, 'invalid_request'],
    ['no response type', { response_type: null }, 'invalid_request'],
    ['an implicit grant', { response_type: 'token' }, 'unsupported_response_type'],
    ['a scope', { scope: 'openid' }, 'invalid_scope'],
    ['an answer behind the #', { response_mode: 'fragment' }, 'invalid_request'],
    ['an answer as a form', { response_mode: 'form_post' }, 'invalid_request'],
    ['an unknown resource', { resource: 'https://api.example.com' }, 'invalid_target'],
  ])('receives an error for %s, and the user sees no consent request', async (_, changes, error) => {
    const { server, browser } = await withPerson()
    const { answerTo } = (await approveConsent(browser, { query: codeQuery(changes) })).body.result.data
    const { searchParams } = new URL(answerTo)
    expect([searchParams.get('error'), searchParams.get('code')]).toEqual([error, null])
    expect(searchParams.get('state')).toBe('state of the program')
    expect(await server.count('grants')).toBe(0)
  })

  it.each(['response_type=code', 'code_challenge_method=S256', 'scope=&scope='])(
    'receives an error for %s given twice',
    async (again) => {
      const { browser } = await withPerson()
      const refused = await approveConsent(browser, { query: `${codeQuery()}&${again}` })
      const { searchParams } = new URL(refused.body.result.data.answerTo)
      expect([searchParams.get('error'), searchParams.get('code')]).toEqual(['invalid_request', null])
    },
  )

  it.each(['client_id=latchkey-cli', `redirect_uri=${encodeURIComponent(redirectUri)}`])(
    'is not redirected to with %s given twice',
    async (again) => {
      const { browser } = await withPerson()
      const refused = await approveConsent(browser, { query: `${codeQuery()}&${again}` })
      expect([refused.status, reasonOf(refused)]).toEqual([400, expect.stringMatching(/_UNKNOWN$/)])
    },
  )

  it('gets at most sixty decisions in a quarter of an hour, because each is an event', async () => {
    const { server, browser, program } = await withDevice()
    const waiting = async (): Promise<string> =>
      (await postForm(program, '/oauth/device_authorization', { client_id: clientId })).body.user_code
    const query = { query: codeQuery() }
    for (let times = 0; times < 58; times += 1) {
      expect((await approveConsent(browser, query)).status).toBe(200)
    }
    expect((await approveConsent(browser, { userCode: await waiting() })).status).toBe(200)
    expect((await browser.mutate('grants.denyDevice', { userCode: await waiting() })).status).toBe(200)
    const userCode = await waiting()
    const refusals = [
      await approveConsent(browser, query),
      await approveConsent(browser, { userCode }),
      await browser.mutate('grants.denyDevice', { userCode }),
    ]
    expect(refusals.map((refused) => [refused.status, reasonOf(refused)])).toEqual(
      Array.from({ length: 3 }, () => [429, 'RATE_LIMITED']),
    )
    expect(await server.count("events WHERE type IN ('client_approved', 'client_denied')")).toBe(60)
    expect(await server.count("grants WHERE kind = 'code'")).toBe(58)
  })

  it('is not approved by another user who signed in after the page was shown', async () => {
    const { server, browser } = await withDevice()
    const bob = server.visitor()
    await bob.mutate('auth.signUp', { ...ada, email: 'bob@example.com' })
    const asked = (await browser.query('auth.me')).body.result.data.user.id
    const code = await bob.mutate('grants.approveCode', { query: codeQuery(), userId: asked })
    expect([code.status, reasonOf(code)]).toEqual([403, 'AUTHORIZATION_OTHER_SESSION'])
    const device = await bob.mutate('grants.approveDevice', { userCode: 'BCDFGHJK', userId: asked })
    expect([device.status, reasonOf(device)]).toEqual([403, 'AUTHORIZATION_OTHER_SESSION'])
    expect(await server.count('grants WHERE user_id IS NOT NULL')).toBe(0)
  })

  it('is not approved without a step-up, without a session, or by another program', async () => {
    const { server, browser, program, pass } = await withPerson()
    const query = { query: codeQuery() }
    expect(reasonOf(await approveConsent(server.visitor(), query))).toBe('NOT_SIGNED_IN')
    const { access_token: token } = (await redeemCode(program, await approveCode(browser))).body
    for (const path of ['grants.approveCode', 'grants.approveDevice', 'grants.findDevice', 'grants.denyDevice']) {
      const isYes = path.startsWith('grants.approve')
      const what = path === 'grants.approveCode' ? query : { userCode: 'BCDFGHJK' }
      const input = { ...what, ...(isYes && { userId: 'unknown' }) }
      expect(reasonOf(await program.mutate(path, input, bearer(token)))).toBe('COOKIE_REQUIRED')
    }
    pass(10 * minute)
    expect(reasonOf(await approveConsent(browser, query))).toBe('SUDO_REQUIRED')
    expect(reasonOf(await approveConsent(browser, { userCode: 'BCDFGHJK' }))).toBe('SUDO_REQUIRED')
  })
})

describe('a device that shows a code', () => {
  it('shows the user where it is, and gets a session when the user approves', async () => {
    const { browser, program, begun, userCode, poll, pollInTime } = await withDevice()
    expect(begun).toEqual({
      device_code: expect.stringMatching(/^[\w-]{43}$/),
      user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
      verification_uri: 'http://localhost:0/device',
      verification_uri_complete: `http://localhost:0/device?code=${userCode}`,
      expires_in: 600,
      interval: 5,
    })
    const pending = await poll()
    expect([pending.status, pending.body.error]).toEqual([400, 'authorization_pending'])

    const typed = userCode.toLowerCase().replace('-', ' ')
    const waiting = (await browser.mutate('grants.findDevice', { userCode: typed })).body.result.data
    expect(waiting).toEqual({
      userCode,
      client: { id: clientId, name: 'Latchkey CLI' },
      device: 'cli',
      ip: '127.0.0.1',
      place: null,
      sameNetwork: true,
      askedAt: '2100-01-01T00:00:00.000Z',
      expiresAt: '2100-01-01T00:10:00.000Z',
    })
    expect((await pollInTime()).body.error).toBe('authorization_pending')
    expect((await approveConsent(browser, { userCode })).status).toBe(200)

    const given = await pollInTime()
    expect(given.body).toMatchObject({ token_type: 'Bearer', expires_in: 600 })
    const { current } = (await program.query('sessions.list', bearer(given.body.access_token))).body.result.data
    expect(current).toMatchObject({ kind: 'client', name: 'Latchkey CLI', signInMethod: 'approved:device' })
    expect((await eventsOf(browser)).slice(0, 2)).toMatchObject([
      { type: 'tokens_issued', sessionId: current.id },
      { type: 'client_approved', current: true, details: { clientId } },
    ])
  })

  it('is shown as elsewhere when its request came from another network', async () => {
    const { server, browser } = await withPerson({ TRUST_PROXY: '1' })
    const from = (ip: string) => ({ 'X-Forwarded-For': ip })
    const device = server.visitor(from('198.51.100.7'))
    const { user_code: userCode } = (await postForm(device, '/oauth/device_authorization', { client_id: clientId }))
      .body
    const seen = async (ip: string) =>
      (await browser.mutate('grants.findDevice', { userCode }, from(ip))).body.result.data
    expect(await seen('198.51.100.200')).toMatchObject({ ip: '198.51.100.7', sameNetwork: true })
    expect(await seen('203.0.113.1')).toMatchObject({ ip: '198.51.100.7', sameNetwork: false })
  })

  it('is deleted an hour after it expires', async () => {
    const { server, pass } = await withDevice()
    const { grantRedeemer } = server.container.auth
    pass(70 * minute)
    expect(await grantRedeemer.sweep()).toBe(false)
    expect(await server.count('grants')).toBe(1)
    pass(1)
    await grantRedeemer.sweep()
    expect(await server.count('grants')).toBe(0)
  })

  it('receives slow_down when it polls too often, and access_denied when the user denies it', async () => {
    const { browser, userCode, poll, pollInTime, pass } = await withDevice()
    expect((await poll()).body.error).toBe('authorization_pending')
    pass(3000)
    expect((await poll()).body.error).toBe('slow_down')
    expect((await browser.mutate('grants.denyDevice', { userCode })).status).toBe(200)
    expect((await pollInTime()).body.error).toBe('access_denied')
    expect((await eventsOf(browser))[0]).toMatchObject({ type: 'client_denied', details: { clientId } })
    expect(reasonOf(await approveConsent(browser, { userCode }))).toBe('USER_CODE_UNKNOWN')
  })

  it('can be approved for ten minutes', async () => {
    const { browser, userCode, pollInTime, pass } = await withDevice()
    pass(10 * minute)
    expect((await pollInTime()).body.error).toBe('expired_token')
    expect(reasonOf(await browser.mutate('grants.findDevice', { userCode }))).toBe('USER_CODE_UNKNOWN')
  })

  it('can redeem an approval for a minute', async () => {
    const { browser, userCode, pollInTime, pass } = await withDevice()
    await approveConsent(browser, { userCode })
    pass(minute - 5000)
    expect((await pollInTime()).body.error).toBe('expired_token')
  })

  it('gets nothing once the session that approved has ended', async () => {
    const { server, browser, userCode, pollInTime } = await withDevice()
    await approveConsent(browser, { userCode })
    await browser.mutate('auth.signOut')
    expect((await pollInTime()).body.error).toBe('access_denied')
    expect(await server.count("session_records WHERE kind = 'client'")).toBe(0)
  })

  it('redeems its code once, and loses its session when the code is used again', async () => {
    const { browser, program, userCode, pollInTime, poll } = await withDevice()
    await approveConsent(browser, { userCode })
    const given = await pollInTime()
    expect((await poll()).body.error).toBe('invalid_grant')
    expect(reasonOf(await program.query('auth.me', bearer(given.body.access_token)))).toBe('SESSION_ENDED')
  })

  it('is found by its user code, and guesses are refused after ten', async () => {
    const { browser, userCode } = await withDevice()
    for (let tries = 0; tries < 9; tries += 1) {
      const wrong = await browser.mutate('grants.findDevice', { userCode: 'BBBBBBBB' })
      expect([wrong.status, reasonOf(wrong)]).toEqual([404, 'USER_CODE_UNKNOWN'])
      // A right code in between gives no guesses back.
      expect((await browser.mutate('grants.findDevice', { userCode })).status).toBe(200)
    }
    await browser.mutate('grants.findDevice', { userCode: 'BBBBBBBB' })
    const limited = await browser.mutate('grants.findDevice', { userCode })
    expect([limited.status, reasonOf(limited)]).toEqual([429, 'RATE_LIMITED'])
    expect(reasonOf(await approveConsent(browser, { userCode }))).toBe('RATE_LIMITED')
  })

  it('is refused after too many requests from one network', async () => {
    const { program } = await withDevice()
    const ask = () => postForm(program, '/oauth/device_authorization', { client_id: clientId })
    for (let times = 1; times < 100; times += 1) expect((await ask()).status).toBe(200)
    const limited = await ask()
    expect([limited.status, limited.body.error]).toEqual([429, 'temporarily_unavailable'])
    expect(Number(limited.headers.get('Retry-After'))).toBeGreaterThan(0)
  })

  it('is refused with a scope', async () => {
    const { program } = await withPerson()
    const asked = { client_id: clientId, scope: 'openid' }
    const { status, body } = await postForm(program, '/oauth/device_authorization', asked)
    expect([status, body.error]).toEqual([400, 'invalid_scope'])
  })

  it('is refused for a client without the device grant type', async () => {
    const env = { OAUTH_CLIENT_PHONE_NAME: 'Phone', OAUTH_CLIENT_PHONE_REDIRECTS: 'com.example.phone:/back' }
    const { program } = await withPerson(env)
    for (const id of ['phone', 'unknown', '__proto__']) {
      const { status, body } = await postForm(program, '/oauth/device_authorization', { client_id: id })
      expect([id, status, body.error]).toEqual([id, 400, 'invalid_client'])
    }
  })
})

describe('two processes on one database', () => {
  it('give one session for a code that many requests redeem, in each of 50 rounds', { timeout: 120_000 }, async () => {
    const start = new Date('2100-01-01T00:00:00Z')
    const first = await startTestServer({ now: () => start })
    const second = await startClockedServer(first.databaseEnv['DATABASE_URL'] ?? '')
    await second.setClock(start.getTime())
    const browser = first.visitor()
    await browser.mutate('auth.signUp', ada)
    const programs = [first.visitor(), new Visitor(second.url, {})]
    let sessions = 0
    for (let round = 0; round < 50; round += 1) {
      const code = await approveCode(browser)
      const asking = programs.flatMap((program) => Array.from({ length: 5 }, () => redeemCode(program, code)))
      const answers = await Promise.all(asking)
      const given = answers.filter(({ status }) => status === 200).length
      const begun = (await first.count("session_records WHERE kind = 'client'")) - sessions
      sessions += begun
      // On a busy machine a request may get 503, also the one that was to get the session.
      const isBusy = answers.some(({ status }) => status === 503)
      expect([round, given <= 1, begun <= 1, given <= begun]).toEqual([round, true, true, true])
      if (!isBusy) expect([round, given, begun]).toEqual([round, 1, 1])
    }
    expect(sessions).toBeGreaterThan(0)
    // The second request for a code counts as that of a copy.
    expect(await first.count("session_records WHERE kind = 'client' AND ended_at IS NULL")).toBe(0)
  })

  it('leave a thief of the cookie no session when the password changes, in each of 10 rounds of approvals', async () => {
    const start = new Date('2100-01-01T00:00:00Z')
    const first = await startTestServer({ now: () => start })
    const second = await startClockedServer(first.databaseEnv['DATABASE_URL'] ?? '')
    await second.setClock(start.getTime())
    const owner = first.visitor()
    await owner.mutate('auth.signUp', ada)
    const elsewhere = new Visitor(second.url, {})
    let currentPassword = ada.password
    let stolen = 0
    for (let round = 0; round < 10; round += 1) {
      const codes: string[] = []
      const firstCode = Promise.withResolvers<void>()
      const { user } = (await owner.query('auth.me')).body.result.data
      const steal = async (cookie: string | null): Promise<void> => {
        const thief = new Visitor(second.url, {})
        thief.cookie = cookie
        const { status, body } = await thief.mutate('grants.approveCode', { query: codeQuery(), userId: user.id })
        if (status === 200) {
          codes.push(new URL(body.result.data.answerTo).searchParams.get('code') ?? '')
          firstCode.resolve()
        }
        if (status !== 401) await steal(cookie)
      }
      const stealing = Promise.all(Array.from({ length: 6 }, () => steal(owner.cookie)))
      const newPassword = `a long passphrase, the ${round}th`
      // A busy file may refuse a request: the thieves go on until the cookie is refused.
      const change = async (): Promise<number> =>
        (await owner.mutate('passwords.change', { currentPassword, newPassword })).status
      // The change may come before each approval. It follows one in a round that is early enough for the limit of approvals.
      if (round === 1) await firstCode.promise
      let status = await change()
      while (status === 503) status = await change()
      expect(status).toBe(200)
      currentPassword = newPassword
      await stealing
      stolen += codes.length
      const answers = await Promise.all(codes.map((code) => redeemCode(elsewhere, code)))
      expect([round, answers.filter((answer) => answer.status === 200).length]).toEqual([round, 0])
    }
    expect(stolen).toBeGreaterThan(0)
    expect(await first.count("session_records WHERE kind = 'client'")).toBe(0)
  }, 60_000)
})

describe('the endpoints', () => {
  it.each([
    ['no grant type', '', 'invalid_request'],
    ['two grant types', 'grant_type=refresh_token&grant_type=refresh_token', 'invalid_request'],
    ['an unknown grant type', 'grant_type=password&username=a&password=b', 'unsupported_grant_type'],
    ['a grant type of every object', 'grant_type=constructor', 'unsupported_grant_type'],
    ['no code', 'grant_type=authorization_code&client_id=latchkey-cli', 'invalid_request'],
    ['two refresh tokens', 'grant_type=refresh_token&client_id=cli&refresh_token=a&refresh_token=a', 'invalid_request'],
    ['two codes', 'grant_type=authorization_code&code=a&code=b', 'invalid_request'],
    ['no client', 'grant_type=refresh_token&refresh_token=a', 'invalid_request'],
    ['a resource', 'grant_type=refresh_token&refresh_token=a&client_id=b&resource=https://c.example', 'invalid_target'],
    ['bytes that are no text', 'grant_type=%FF%00', 'unsupported_grant_type'],
  ])('refuse %s with an error code of OAuth, and store nothing', async (_, body, error) => {
    const server = await startTestServer()
    const refused = await postForm(server.visitor(), '/oauth/token', body)
    expect([refused.status, refused.body]).toEqual([400, { error, error_description: expect.any(String) }])
    expect(refused.headers.get('Cache-Control')).toBe('no-store')
    expect(await server.count('grants')).toBe(0)
  })

  it('accept only forms of a limited size by POST', async () => {
    const visitor = (await startTestServer()).visitor()
    for (const path of ['/oauth/token', '/oauth/device_authorization', '/oauth/revoke']) {
      const got = await visitor.request(path)
      expect([path, got.status, got.headers.get('Allow')]).toEqual([path, 405, 'POST'])
      const json = await visitor.request(path, {
        method: 'POST',
        body: '{}',
        headers: { 'Content-Type': 'application/json' },
      })
      expect([path, json.status, json.body.error]).toEqual([path, 400, 'invalid_request'])
      const large = await postForm(visitor, path, `token=${'a'.repeat(20_000)}`)
      expect([path, large.status, large.body.error]).toEqual([path, 413, 'invalid_request'])
    }
  })

  it.each([
    [{ 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }],
    [{ 'Sec-Fetch-Site': 'same-site', Origin: 'http://sibling.localhost' }],
    [{ Origin: 'https://evil.example' }],
    [{ Referer: 'https://evil.example/page' }],
  ])('refuse a request that another site made a browser send, with %j', async (headers) => {
    const server = await startTestServer()
    const visitor = server.visitor(headers)
    for (const path of ['/oauth/token', '/oauth/device_authorization', '/oauth/revoke']) {
      const { status, body } = await postForm(visitor, path, { client_id: clientId, token: 'a' })
      expect([path, status, body.error]).toEqual([path, 403, 'invalid_request'])
    }
    expect(await server.count('grants')).toBe(0)
    const { status } = await postForm(server.visitor(), '/oauth/device_authorization', { client_id: clientId })
    expect(status).toBe(200)
  })

  it('answer a fault with its request id alone, and log the cause', async () => {
    const server = await startTestServer()
    await server.beside('DROP TABLE grants')
    const failed = await pollDevice(server.visitor(), 'x'.repeat(43))
    expect([failed.status, failed.body.error]).toEqual([500, 'server_error'])
    expect(failed.text).not.toMatch(/grants|SQL/i)
    const id = failed.headers.get('X-Request-Id') ?? 'no id'
    expect(server.log.some((line) => line.includes(id) && /no such table|does not exist/.test(line))).toBe(true)
  })

  it('stand in the metadata, which may be cached for an hour', async () => {
    const visitor = (await startTestServer({ env: productionEnv })).visitor()
    const { headers, body } = await visitor.request('/.well-known/oauth-authorization-server')
    expect(headers.get('Content-Type')).toMatch(/^application\/json/)
    expect(headers.get('Cache-Control')).toBe('public, max-age=3600')
    expect(body).toEqual({
      issuer: 'https://id.example.com',
      authorization_endpoint: 'https://id.example.com/oauth/authorize',
      token_endpoint: 'https://id.example.com/oauth/token',
      revocation_endpoint: 'https://id.example.com/oauth/revoke',
      device_authorization_endpoint: 'https://id.example.com/oauth/device_authorization',
      jwks_uri: 'https://id.example.com/.well-known/jwks.json',
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      revocation_endpoint_auth_methods_supported: ['none'],
      authorization_response_iss_parameter_supported: true,
      protected_resources: ['https://id.example.com'],
    })
  })
})
