import { describe, expect, it, onTestFinished } from 'vitest'
import { authorizationUrlOf, callbackAnswer, testBounds } from '../../testing/provider-callback.ts'
import { startUserApiStub, type UserApiStub } from '../../testing/user-api-stub.ts'
import { discord } from './discord.ts'
import type { Provider } from './provider.ts'

const client = { id: 'discord', name: 'Discord', clientId: 'id', clientSecret: 'secret' }
const ada = { id: '80351110224678912', username: 'ada', global_name: 'Ada', email: 'Ada@Example.com', verified: true }

async function start(user: unknown = ada): Promise<UserApiStub & { readonly provider: Provider }> {
  const stub = await startUserApiStub({
    'POST /api/oauth2/token': { access_token: 'token', token_type: 'Bearer' },
    'GET /api/users/@me': user,
  })
  onTestFinished(() => stub.stop())
  return { ...stub, provider: discord.create({ ...client, baseUrl: stub.origin }) }
}

it('asks for the account and its address, with PKCE', async () => {
  const url = await authorizationUrlOf(discord.create({ ...client, baseUrl: 'https://discord.com' }))
  expect(url.origin + url.pathname).toBe('https://discord.com/oauth2/authorize')
  expect(url.searchParams.get('scope')).toBe('identify email')
  expect(url.searchParams.get('code_challenge_method')).toBe('S256')
})

it('returns the account, and sends the secret by Basic', async () => {
  const { provider, origin, received } = await start()
  expect(await provider.identify(callbackAnswer(), testBounds())).toEqual({
    issuer: origin,
    subject: '80351110224678912',
    email: 'ada@example.com',
    emailVerified: true,
    name: 'Ada',
    authenticatedAt: null,
  })
  expect(received.map(({ target, authorization }) => `${target} ${authorization}`)).toEqual([
    `POST /api/oauth2/token Basic ${btoa('id:secret')}`,
    'GET /api/users/@me Bearer token',
  ])
})

describe('an account', () => {
  it.each([
    [{ verified: false }, { email: 'ada@example.com', emailVerified: false }],
    [{ verified: null }, { email: 'ada@example.com', emailVerified: false }],
    [{ email: null }, { email: null, emailVerified: false }],
    [
      { email: undefined, verified: undefined },
      { email: null, emailVerified: false },
    ],
    [{ global_name: null }, { name: 'ada' }],
  ])('with %j is %j', async (changes, expected) => {
    const { provider } = await start({ ...ada, ...changes })
    expect(await provider.identify(callbackAnswer(), testBounds())).toMatchObject(expected)
  })

  it.each([{ id: 80351110224678912 }, { id: '' }, { id: undefined }])('with %j is refused', async (changes) => {
    const { provider } = await start({ ...ada, ...changes })
    await expect(provider.identify(callbackAnswer(), testBounds())).rejects.toMatchObject({
      code: 'PROVIDER_ANSWER_INVALID',
    })
  })
})
