import { describe, expect, it, onTestFinished } from 'vitest'
import { authorizationUrlOf, callbackAnswer, testBounds } from '../../testing/provider-callback.ts'
import { startUserApiStub, type UserApiAnswers, type UserApiStub } from '../../testing/user-api-stub.ts'
import { github } from './github.ts'
import type { Provider } from './provider.ts'

const client = { id: 'github', name: 'GitHub', clientId: 'id', clientSecret: 'secret' }

/** What a GitHub Enterprise server answers. */
const answers: UserApiAnswers = {
  'POST /login/oauth/access_token': { access_token: 'gho_1', token_type: 'bearer', scope: 'user:email' },
  'GET /api/v3/user': { id: 77, login: 'ada', name: 'Ada Lovelace' },
  'GET /api/v3/user/emails': [
    { email: 'other@example.com', primary: false, verified: true },
    { email: 'Ada@Example.com', primary: true, verified: true },
  ],
}

/** Starts a server with these answers, and returns a provider that uses it. */
async function startGitHub(changes: UserApiAnswers = {}): Promise<UserApiStub & { readonly provider: Provider }> {
  const stub = await startUserApiStub({ ...answers, ...changes })
  onTestFinished(() => stub.stop())
  return { ...stub, provider: github.create({ ...client, baseUrl: stub.origin }) }
}

describe('checkIssuer', () => {
  const provider = github.create({ ...client, baseUrl: 'https://github.com' })

  it.each([null, 'https://github.com/login/oauth', 'https://github.com'])(
    'accepts a callback whose issuer is %s',
    async (issuer) => {
      await expect(provider.checkIssuer(issuer, testBounds())).resolves.toBeUndefined()
    },
  )

  it.each(['https://accounts.google.com', 'https://github.com.evil.example', 'https://github.com/', ''])(
    'refuses a callback whose issuer is %j',
    async (issuer) => {
      await expect(provider.checkIssuer(issuer, testBounds())).rejects.toMatchObject({ code: 'ISSUER_MISMATCH' })
    },
  )
})

describe('authorizationUrl', () => {
  it('asks for email addresses with PKCE', async () => {
    const provider = github.create({ ...client, baseUrl: 'https://github.com' })
    const url = await authorizationUrlOf(provider)
    expect(url.origin + url.pathname).toBe('https://github.com/login/oauth/authorize')
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: 'id',
      redirect_uri: callbackAnswer().redirectUri,
      scope: 'user:email',
      state: 'state',
      code_challenge_method: 'S256',
    })
  })
})

describe('identify', () => {
  it('returns the account with its primary address', async () => {
    const { provider, origin } = await startGitHub()
    await expect(provider.identify(callbackAnswer(), testBounds())).resolves.toEqual({
      issuer: origin,
      subject: '77',
      email: 'ada@example.com',
      emailVerified: true,
      name: 'Ada Lovelace',
      authenticatedAt: null,
    })
  })

  it('sends the secret to the token endpoint, and the access token to the API only', async () => {
    const { provider, received } = await startGitHub()
    await provider.identify(callbackAnswer(), testBounds())
    const [redemption, ...reads] = received
    expect(redemption).toMatchObject({ target: 'POST /login/oauth/access_token', authorization: undefined })
    expect(Object.fromEntries(redemption?.body ?? [])).toEqual({
      grant_type: 'authorization_code',
      code: 'code',
      redirect_uri: callbackAnswer().redirectUri,
      code_verifier: 'verifier',
      client_id: 'id',
      client_secret: 'secret',
    })
    expect(new Set(reads.map(({ target, authorization }) => `${target} ${authorization}`))).toEqual(
      new Set(['GET /api/v3/user Bearer gho_1', 'GET /api/v3/user/emails Bearer gho_1']),
    )
  })

  it('says that the primary address is unverified, whatever another address is', async () => {
    const { provider } = await startGitHub({
      'GET /api/v3/user/emails': [
        { email: 'ada@example.com', primary: true, verified: false },
        { email: 'other@example.com', primary: false, verified: true },
      ],
    })
    await expect(provider.identify(callbackAnswer(), testBounds())).resolves.toMatchObject({
      email: 'ada@example.com',
      emailVerified: false,
    })
  })

  it('returns no address when none is primary', async () => {
    const { provider } = await startGitHub({ 'GET /api/v3/user/emails': [] })
    await expect(provider.identify(callbackAnswer(), testBounds())).resolves.toMatchObject({
      email: null,
      emailVerified: false,
    })
  })

  it('returns the login of an account without a name', async () => {
    const { provider } = await startGitHub({ 'GET /api/v3/user': { id: 77, login: 'ada', name: null } })
    await expect(provider.identify(callbackAnswer(), testBounds())).resolves.toMatchObject({
      subject: '77',
      name: 'ada',
    })
  })

  it.each([
    ['an error with status 200', 'POST /login/oauth/access_token', { error: 'bad_verification_code' }, 'CODE_REFUSED'],
    ['no access token', 'POST /login/oauth/access_token', { scope: '' }, 'PROVIDER_ANSWER_INVALID'],
    ['a failing token endpoint', 'POST /login/oauth/access_token', 500, 'PROVIDER_UNAVAILABLE'],
    ['a profile without an id', 'GET /api/v3/user', { login: 'ada' }, 'PROVIDER_ANSWER_INVALID'],
    ['a refused access token', 'GET /api/v3/user', 401, 'PROVIDER_UNAVAILABLE'],
    ['addresses that the scope does not cover', 'GET /api/v3/user/emails', 404, 'PROVIDER_UNAVAILABLE'],
  ])('refuses %s', async (_, target, changed, code) => {
    const { provider } = await startGitHub({ [target]: changed })
    await expect(provider.identify(callbackAnswer(), testBounds())).rejects.toMatchObject({ code })
  })
})
