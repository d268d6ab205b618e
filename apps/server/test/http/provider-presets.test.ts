import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Choice, type LocalProvider, startLocalProvider } from '../support/local-provider.ts'
import { type Answer, startTestServer, type TestServer, type Visitor } from '../support/test-server.ts'

let local: LocalProvider
beforeAll(async () => {
  local = await startLocalProvider()
})
afterAll(() => local.stop())

let logins = 0

/** A login that no provider and no server has seen. */
function freshLogin(): string {
  logins += 1
  return `preset-${process.pid}-${logins}`
}

const start = (env: Readonly<Record<string, string>> = {}): Promise<TestServer> =>
  startTestServer({ env: { ...local.presetEnv, ...env } })

const reasonOf = ({ body }: Answer): string => body.error?.data.reason ?? 'no refusal'

/** The provider of Apple posts its callback, which our server sends on in a fragment. */
const posts = new Set(['apple'])

async function callbackOf(visitor: Visitor, provider: string, back: URL): Promise<Record<string, string>> {
  if (!posts.has(provider)) return Object.fromEntries(back.searchParams)
  const answer = await postCallback(visitor, provider, back.searchParams)
  expect(answer.status).toBe(303)
  const page = new URL(answer.headers.get('Location') ?? '', visitor.url)
  expect([page.pathname, page.search]).toEqual([`/oauth/callback/${provider}`, ''])
  return Object.fromEntries(new URLSearchParams(page.hash.slice(1)))
}

/** Posts a callback as the page of another site has the browser do it: without a cookie. */
function postCallback(visitor: Visitor, provider: string, fields: URLSearchParams): Promise<Answer> {
  return visitor.request(`/oauth/callback/${provider}`, {
    method: 'POST',
    redirect: 'manual',
    body: fields.toString(),
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      Origin: local.url,
      'Sec-Fetch-Site': 'cross-site',
      Cookie: '',
    },
  })
}

interface Through {
  readonly choice?: Choice
  readonly procedure?: 'oauth.authorize' | 'oauth.link' | 'oauth.stepUp'
}

async function go(
  visitor: Visitor,
  provider: string,
  { choice = { login: freshLogin() }, procedure = 'oauth.authorize' }: Through = {},
): Promise<Answer> {
  const { body } = await visitor.mutate(procedure, { provider })
  const back = await local.visit(body.result.data.url, choice)
  const params = await callbackOf(visitor, provider, back)
  return visitor.mutate('oauth.callback', { provider, params })
}

async function signedUp(server: TestServer): Promise<Visitor> {
  const visitor = server.visitor()
  await visitor.mutate('auth.signUp', {
    email: `${freshLogin()}@elsewhere.example`,
    password: 'correct horse battery',
    name: 'Zoe',
  })
  return visitor
}

/** Those that say of an address that it is verified. */
const verifying = [
  'apple',
  'entra',
  'gitlab',
  'discord',
  'slack',
  'linkedin',
  'twitch',
  'okta',
  'auth0',
  'keycloak',
] as const

describe.each(verifying)('%s', (provider) => {
  it('signs a new user up, and the same user in afterwards', async () => {
    const server = await start()
    const choice = { login: freshLogin() }
    const first = await go(server.visitor(), provider, { choice })
    expect(first.body.result.data).toMatchObject({
      outcome: 'signed_up',
      user: { email: `${choice.login}@example.com`, name: choice.login },
    })
    const second = await go(server.visitor(), provider, { choice })
    expect(second.body.result.data).toMatchObject({
      outcome: 'signed_in',
      user: { id: first.body.result.data.user.id },
    })
  })

  it.each([
    ['unverified-email', 'PROVIDER_EMAIL_UNVERIFIED'],
    ['no-email', 'PROVIDER_EMAIL_MISSING'],
    ['deny', 'AUTHORIZATION_DENIED'],
    ['token-error', 'CODE_REFUSED'],
    ['wrong-iss', 'ISSUER_MISMATCH'],
  ])('refuses a new account with %s: %s', async (fault, reason) => {
    const server = await start()
    expect(reasonOf(await go(server.visitor(), provider, { choice: { login: freshLogin(), fault } }))).toBe(reason)
    expect(await server.count('users')).toBe(0)
  })

  it('steps a user up', async () => {
    const server = await start()
    const visitor = server.visitor()
    const choice = { login: freshLogin() }
    await go(visitor, provider, { choice })
    await server.beside('UPDATE sessions SET sudo_until = NULL')
    expect((await go(visitor, provider, { choice, procedure: 'oauth.stepUp' })).body.result.data.outcome).toBe(
      'stepped_up',
    )
  })
})

describe.each([
  ['facebook', 'PROVIDER_EMAIL_UNVERIFIED'],
  ['x', 'PROVIDER_EMAIL_MISSING'],
])('%s, which verifies no address', (provider, reason) => {
  it(`makes no user: ${reason}`, async () => {
    const server = await start()
    expect(reasonOf(await go(server.visitor(), provider))).toBe(reason)
    expect(await server.count('users')).toBe(0)
  })

  it('is connected by a user who is signed in, and signs that user in afterwards', async () => {
    const server = await start()
    const visitor = await signedUp(server)
    const choice = { login: freshLogin() }
    expect((await go(visitor, provider, { choice, procedure: 'oauth.link' })).body.result.data.outcome).toBe('linked')
    const { id } = (await visitor.query('auth.me')).body.result.data.user
    expect((await go(server.visitor(), provider, { choice })).body.result.data).toMatchObject({
      outcome: 'signed_in',
      user: { id },
    })
  })
})

describe('Microsoft Entra ID', () => {
  it.each(['common', 'organizations', 'f8cdef31-a31e-4b4a-93e4-5f571e91255a', 'F8CDEF31-A31E-4B4A-93E4-5F571E91255A'])(
    'signs up under the issuer of the tenant, for ENTRA_TENANT=%s',
    async (tenant) => {
      const server = await start({ ENTRA_TENANT: tenant })
      const visitor = server.visitor()
      expect((await go(visitor, 'entra')).status).toBe(200)
      const bytes = await server.databaseBytes()
      expect(bytes.includes(`${local.url}/entra/f8cdef31-a31e-4b4a-93e4-5f571e91255a/v2.0`)).toBe(true)
    },
  )

  it.each(['wrong-id-token-iss', 'other-key', 'unknown-kid', 'wrong-nonce'])('refuses %s', async (fault) => {
    const server = await start()
    const answer = await go(server.visitor(), 'entra', { choice: { login: freshLogin(), fault } })
    expect(reasonOf(answer)).toMatch(/^ID_TOKEN_(?:ISSUER|SIGNATURE|NONCE)$/)
  })

  it('refuses the accounts of another tenant than the configured one', async () => {
    const server = await start({ ENTRA_TENANT: '00000000-0000-4000-8000-000000000000' })
    expect(reasonOf(await go(server.visitor(), 'entra'))).toBe('ID_TOKEN_ISSUER')
  })
})

describe('Apple', () => {
  it('is told the name at the first sign-in only, which the user keeps', async () => {
    const server = await start()
    const [visitor, choice] = [server.visitor(), { person: 'chiyo' }]
    const first = await go(visitor, 'apple', { choice })
    expect(first.body.result.data).toMatchObject({ outcome: 'signed_up', user: { name: '千代 Chiyo' } })
    // At another server the account is new, but Apple named its user already.
    const another = await start()
    const later = await go(another.visitor(), 'apple', { choice })
    expect(later.body.result.data).toMatchObject({ outcome: 'signed_up', user: { name: 'chiyo' } })
  })

  it('gives nothing but a name by the form that the browser posts', async () => {
    const server = await start()
    const visitor = server.visitor()
    const { body } = await visitor.mutate('oauth.authorize', { provider: 'apple' })
    const login = freshLogin()
    const back = await local.visit(body.result.data.url, { login })
    back.searchParams.set('user', JSON.stringify({ name: { firstName: 'Zoe' }, email: 'victim@example.com', sub: 'x' }))
    const params = await callbackOf(visitor, 'apple', back)
    const { user } = (await visitor.mutate('oauth.callback', { provider: 'apple', params })).body.result.data
    expect(user).toMatchObject({ name: 'Zoe', email: `${login}@example.com` })
  })

  it('takes the secret that its key signed, and no other key', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const other = privateKey.export({ type: 'pkcs8', format: 'pem' })
    const server = await start({ APPLE_PRIVATE_KEY: other.replaceAll('\n', String.raw`\n`) })
    expect(reasonOf(await go(server.visitor(), 'apple'))).toBe('CODE_REFUSED')
    const logged = server.log.join('')
    expect(logged).not.toContain(other.split('\n')[1])
  })
})

describe('a posted callback', () => {
  it('does nothing itself: it sets and reads no cookie, and its state is unspent', async () => {
    const server = await start()
    const visitor = server.visitor()
    const { body } = await visitor.mutate('oauth.authorize', { provider: 'apple' })
    const back = await local.visit(body.result.data.url, { login: freshLogin() })
    for (const _ of ['first', 'second']) {
      const answer = await postCallback(visitor, 'apple', back.searchParams)
      expect([answer.status, answer.text, answer.headers.getSetCookie()]).toEqual([303, '', []])
      expect(answer.headers.get('Cache-Control')).toBe('no-store')
    }
    expect(server.log.join('')).not.toContain(back.searchParams.get('code'))
    const params = Object.fromEntries(back.searchParams)
    expect((await visitor.mutate('oauth.callback', { provider: 'apple', params })).status).toBe(200)
  })

  it('is not completed in the browser of another user', async () => {
    const server = await start()
    const [attacker, victim] = [server.visitor(), server.visitor()]
    const { body } = await attacker.mutate('oauth.authorize', { provider: 'apple' })
    const back = await local.visit(body.result.data.url, { login: freshLogin() })
    const params = await callbackOf(victim, 'apple', back)
    expect(reasonOf(await victim.mutate('oauth.callback', { provider: 'apple', params }))).toBe(
      'AUTHORIZATION_OTHER_BROWSER',
    )
  })

  it('carries what a callback has, repeated as it came, and nothing else', async () => {
    const server = await start()
    const fields = new URLSearchParams('state=s&state=t&code=c&error=e&iss=i&user=u&id_token=x&next=//e.example')
    const { headers } = await postCallback(server.visitor(), 'apple', fields)
    expect(headers.get('Location')).toBe('/oauth/callback/apple#?state=s&state=t&code=c&error=e&iss=i&user=u')
  })

  it.each(['google', 'github', 'unknown', '..%2f', 'apple/x'])('is 404 for %s, which posts none', async (provider) => {
    const server = await start()
    expect((await postCallback(server.visitor(), provider, new URLSearchParams('state=s'))).status).toBe(404)
  })

  it.each([
    ['application/json', '{}', 415],
    ['multipart/form-data; boundary=x', '--x--', 415],
    ['application/x-www-form-urlencoded', `code=${'x'.repeat(17_000)}`, 413],
  ])('of type %s is refused', async (type, body, status) => {
    const server = await start()
    const answer = await server.visitor().request('/oauth/callback/apple', {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { 'Content-Type': type },
    })
    expect(answer.status).toBe(status)
  })
})
