import { createHmac } from 'node:crypto'
import { expect, it, onTestFinished } from 'vitest'
import { authorizationUrlOf, callbackAnswer, testBounds } from '../../testing/provider-callback.ts'
import { startUserApiStub, type UserApiStub } from '../../testing/user-api-stub.ts'
import { facebook } from './facebook.ts'
import type { Provider } from './provider.ts'

const client = { id: 'facebook', name: 'Facebook', clientId: 'id', clientSecret: 'secret' }
const ada = { id: '10221234567890123', name: 'Ada Lovelace', email: 'Ada@Example.com' }

async function start(user: unknown = ada): Promise<UserApiStub & { readonly provider: Provider }> {
  const stub = await startUserApiStub({
    'POST /graph/v23.0/oauth/access_token': { access_token: 'token', token_type: 'bearer' },
    'GET /graph/v23.0/me': user,
  })
  onTestFinished(() => stub.stop())
  return { ...stub, provider: facebook.create({ ...client, baseUrl: stub.origin }) }
}

it('asks for the profile and its address', async () => {
  const url = await authorizationUrlOf(facebook.create({ ...client, baseUrl: 'https://www.facebook.com' }))
  expect(url.origin + url.pathname).toBe('https://www.facebook.com/v23.0/dialog/oauth')
  expect(url.searchParams.get('scope')).toBe('public_profile email')
})

it('returns the account with an unverified address, and proves that it has the secret', async () => {
  const { provider, origin, received } = await start()
  expect(await provider.identify(callbackAnswer(), testBounds())).toEqual({
    issuer: origin,
    subject: '10221234567890123',
    email: 'ada@example.com',
    emailVerified: false,
    name: 'Ada Lovelace',
    authenticatedAt: null,
  })
  const [redemption, read] = received
  expect(redemption?.body.get('client_secret')).toBe('secret')
  expect(Object.fromEntries(read?.query ?? [])).toEqual({
    fields: 'id,name,email',
    appsecret_proof: createHmac('sha256', 'secret').update('token').digest('hex'),
  })
})

it('takes an account without an address and a name, and no claim that one is verified', async () => {
  const { provider } = await start({ id: '1', email_verified: true, verified: true })
  expect(await provider.identify(callbackAnswer(), testBounds())).toMatchObject({
    email: null,
    emailVerified: false,
    name: null,
  })
})

it.each([{ id: 10221234567890 }, { name: 'Ada' }])('refuses an account %j', async (user) => {
  const { provider } = await start(user)
  await expect(provider.identify(callbackAnswer(), testBounds())).rejects.toMatchObject({
    code: 'PROVIDER_ANSWER_INVALID',
  })
})
