import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localClient } from '../client.ts'
import { type RunningIdp, startIdp } from '../start-idp.ts'
import { redirectUri, TestClient } from '../testing-sign-in.ts'

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

it('signs a person in and tells who it is', async () => {
  const client = newClient()
  const callback = await client.signIn({ person: 'bob' })
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

it('has a number for a fresh login, the same each time', async () => {
  const idOf = async (login: string): Promise<unknown> => {
    const { access_token: token } = await newClient().tokensOf({ login })
    return ((await api('/user', token)).body as { id: unknown }).id
  }
  const first = await idOf('zoe')
  expect(Number.isSafeInteger(first)).toBe(true)
  expect(await idOf('zoe')).toBe(first)
  expect(await idOf('zoe2')).not.toBe(first)
})

it('answers 401 without a token of its own', async () => {
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
  ] as const)('says %s with status 200', async (error, changes) => {
    const client = newClient()
    const response = await client.redeem(await codeOf(client), changes)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ error, error_description: expect.any(String) })
  })

  it('takes a code once, of many callers', async () => {
    const client = newClient()
    const code = await codeOf(client)
    const answers = await Promise.all(Array.from({ length: 5 }, async () => (await client.redeem(code)).json()))
    expect(answers.filter((answer) => Object.hasOwn(answer as object, 'access_token'))).toHaveLength(1)
  })

  it('takes Basic, and answers with a form when JSON is not asked for', async () => {
    const client = newClient()
    const authorization = `Basic ${btoa(`${localClient.id}:${localClient.secret}`)}`
    const response = await client.redeem(await codeOf(client), { client_secret: '' }, { headers: { authorization } })
    expect(response.headers.get('content-type')).toContain('application/x-www-form-urlencoded')
    expect(new URLSearchParams(await response.text()).get('access_token')).toMatch(/^gho_/)
  })

  it('asks for no verifier where no challenge was sent', async () => {
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
])('does not start with %j', async (changes) => {
  const response = await newClient().browser.get(newClient().authorizeUrl(changes))
  expect([response.status, response.headers.get('location')]).toEqual([400, null])
})

describe('behaviours of the API', () => {
  it('api-500 fails at /user', async () => {
    const { access_token: token } = await newClient().tokensOf({ behaviour: 'api-500' })
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
  ] as const)('%s', async (behaviour, emails) => {
    const { access_token: token } = await newClient().tokensOf({ behaviour })
    const { body } = await api('/user/emails', token)
    expect(body).toMatchObject(emails)
    expect(body).toHaveLength(emails.length)
  })
})
