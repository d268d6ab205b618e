import { expect, it, onTestFinished } from 'vitest'
import { authorizationUrlOf, callbackAnswer, testBounds } from '../../testing/provider-callback.ts'
import { startUserApiStub, type UserApiStub } from '../../testing/user-api-stub.ts'
import type { Provider } from './provider.ts'
import { x } from './x.ts'

const client = { id: 'x', name: 'X', clientId: 'id', clientSecret: 'secret' }
const ada = { data: { id: '2244994945', name: 'Ada', username: 'ada' } }

async function start(user: unknown = ada): Promise<UserApiStub & { readonly provider: Provider }> {
  const stub = await startUserApiStub({
    'POST /api/2/oauth2/token': { access_token: 'token', token_type: 'bearer' },
    'GET /api/2/users/me': user,
  })
  onTestFinished(() => stub.stop())
  return { ...stub, provider: x.create({ ...client, baseUrl: stub.origin }) }
}

it('asks for the account, with PKCE', async () => {
  const url = await authorizationUrlOf(x.create({ ...client, baseUrl: 'https://x.com' }))
  expect(url.origin + url.pathname).toBe('https://x.com/i/oauth2/authorize')
  expect(url.searchParams.get('scope')).toBe('users.read tweet.read')
  expect(url.searchParams.get('code_challenge_method')).toBe('S256')
})

it('returns the account without an address, and sends the secret by Basic', async () => {
  const { provider, origin, received } = await start({ data: { ...ada.data, confirmed_email: 'ada@example.com' } })
  expect(await provider.identify(callbackAnswer(), testBounds())).toEqual({
    issuer: origin,
    subject: '2244994945',
    email: null,
    emailVerified: false,
    name: 'Ada',
    authenticatedAt: null,
  })
  expect(received[0]?.authorization).toBe(`Basic ${btoa('id:secret')}`)
  expect(received[0]?.body.has('client_secret')).toBe(false)
})

it.each([{}, { data: null }, { data: { ...ada.data, id: 2244994945 } }, { errors: [{ title: 'Forbidden' }] }])(
  'refuses the answer %j',
  async (user) => {
    const { provider } = await start(user)
    await expect(provider.identify(callbackAnswer(), testBounds())).rejects.toMatchObject({
      code: 'PROVIDER_ANSWER_INVALID',
    })
  },
)
