import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { locationOf } from '../../test/support/test-browser.ts'
import { redirectUri, TestClient } from '../../test/support/test-client.ts'
import type { Durations } from '../durations.ts'
import { localClient } from '../local-client.ts'
import { type RunningIdp, startIdp } from '../start-idp.ts'

let idp: RunningIdp
beforeAll(async () => {
  idp = await startIdp({ host: '127.0.0.1', port: 0, redirectTo: null })
})
afterAll(() => idp.close())

const newClient = (): TestClient => new TestClient(idp.url, 'github')

const api = async (path: string, token: string): Promise<{ status: number; body: unknown }> => {
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(`${idp.url}/github/api/v3${path}`, { headers })
  return { status: response.status, body: await response.json() }
}

it('signs an account in, and its API returns the user', async () => {
  const client = newClient()
  const callback = await client.signIn({ account: 'bob' })
  expect([callback.searchParams.get('state'), callback.searchParams.has('iss')]).toEqual([client.state, false])
  const response = await client.redeem(callback.searchParams.get('code') ?? '')
  const tokens = (await response.json()) as { access_token: string }
  expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'read:user,user:email' })
  expect(tokens).not.toHaveProperty('id_token')
  expect((await api('/user', tokens.access_token)).body).toMatchObject({
    id: 1002,
    login: 'bob',
    name: 'Bob Weaver',
    email: 'bob@example.com',
  })
  expect((await api('/user/emails', tokens.access_token)).body).toEqual([
    { email: 'bob@example.com', primary: true, verified: true, visibility: 'public' },
  ])
})

it('gives a typed login a numeric id, the same one at each sign-in', async () => {
  const idOf = async (login: string): Promise<unknown> => {
    const { access_token: token } = await newClient().tokensOf({ login })
    return ((await api('/user', token)).body as { id: unknown }).id
  }
  const first = await idOf('zoe')
  expect(Number.isSafeInteger(first)).toBe(true)
  expect(await idOf('zoe')).toBe(first)
  expect(await idOf('zoe2')).not.toBe(first)
})

it('answers 401 without a token that it issued', async () => {
  expect(await api('/user', 'guess')).toEqual({ status: 401, body: { message: 'Bad credentials' } })
  expect((await fetch(`${idp.url}/github/api/v3/user/emails`)).status).toBe(401)
})

describe('the token endpoint', () => {
  const codeOf = async (client: TestClient): Promise<string> => (await client.signIn()).searchParams.get('code') ?? ''

  it.each([
    ['incorrect_client_credentials', { client_secret: 'guess' }],
    ['redirect_uri_mismatch', { redirect_uri: `${redirectUri}-other` }],
    ['bad_verification_code', { code: 'guess' }],
    ['bad_verification_code', { code_verifier: 'x'.repeat(43) }],
    ['bad_verification_code', { code_verifier: '' }],
  ] as const)('sends %s with status 200', async (error, changes) => {
    const client = newClient()
    const response = await client.redeem(await codeOf(client), changes)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ error, error_description: expect.any(String) })
  })

  it('redeems a code for one of many concurrent callers', async () => {
    const client = newClient()
    const code = await codeOf(client)
    const answers = await Promise.all(Array.from({ length: 5 }, async () => (await client.redeem(code)).json()))
    expect(answers.filter((answer) => Object.hasOwn(answer as object, 'access_token'))).toHaveLength(1)
  })

  it('accepts Basic authentication, and answers with a form unless the client accepts JSON', async () => {
    const client = newClient()
    const authorization = `Basic ${btoa(`${localClient.id}:${localClient.secret}`)}`
    const response = await client.redeem(await codeOf(client), { client_secret: '' }, { headers: { authorization } })
    expect(response.headers.get('content-type')).toContain('application/x-www-form-urlencoded')
    expect(new URLSearchParams(await response.text()).get('access_token')).toMatch(/^gho_/)
  })

  it('requires no verifier when no challenge was sent', async () => {
    const client = newClient()
    const url = client.authorizeUrl({ code_challenge: null, code_challenge_method: null })
    const { headers } = await client.browser.get(url)
    const page = new URL(headers.get('location') ?? '', idp.url).href
    const back = await client.browser.submit(page, { person: 'ada' })
    const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? ''
    expect(await (await client.redeem(code, { code_verifier: '' })).json()).toHaveProperty('access_token')
    expect((await client.browser.submit(page, { person: 'ada' })).status).toBe(404)
  })
})

it.each([
  { client_id: 'someone-else' },
  { redirect_uri: 'http://app.example/oauth/callback/github' },
  { redirect_uri: 'http://localhost:1/elsewhere' },
  { code_challenge_method: 'plain' },
])('refuses an authorization request with %j', async (changes) => {
  const response = await newClient().browser.get(newClient().authorizeUrl(changes))
  expect([response.status, response.headers.get('location')]).toEqual([400, null])
})

describe('lifetimes', () => {
  const startWith = async (durations: Partial<Durations>): Promise<RunningIdp> => {
    const expiring = await startIdp({ host: '127.0.0.1', port: 0, redirectTo: null, durations })
    onTestFinished(() => expiring.close())
    return expiring
  }

  it('answers 404 for an expired interaction', async () => {
    const { url } = await startWith({ interactionMs: 0 })
    const client = new TestClient(url, 'github')
    const page = locationOf(await client.browser.get(client.authorizeUrl()))
    expect((await client.browser.get(page.href)).status).toBe(404)
  })

  it('refuses an expired code', async () => {
    const { url } = await startWith({ codeMs: 0 })
    const tokens = await new TestClient(url, 'github').tokensOf()
    expect(tokens.error).toBe('bad_verification_code')
  })

  it('answers 401 to an expired token', async () => {
    const { url } = await startWith({ grantMs: 0 })
    const { access_token: token } = await new TestClient(url, 'github').tokensOf()
    const headers = { authorization: `Bearer ${token}` }
    expect((await fetch(`${url}/github/api/v3/user`, { headers })).status).toBe(401)
  })
})

describe('faults of the API', () => {
  it('api-500 fails at /user', async () => {
    const { access_token: token } = await newClient().tokensOf({ fault: 'api-500' })
    expect((await api('/user', token)).status).toBe(500)
  })

  it.each([
    ['emails-empty', []],
    ['no-email', []],
    ['unverified-email', [{ email: 'ada@example.com', primary: true, verified: false }]],
    ['changed-email', [{ email: 'changed-ada@example.com', primary: true, verified: true }]],
    [
      'emails-unverified-primary',
      [
        { email: 'ada@example.com', primary: true, verified: false },
        { email: 'second-ada@example.com', primary: false, verified: true },
      ],
    ],
  ] as const)('%s', async (fault, emails) => {
    const { access_token: token } = await newClient().tokensOf({ fault })
    const { body } = await api('/user/emails', token)
    expect(body).toMatchObject(emails)
    expect(body).toHaveLength(emails.length)
  })
})
