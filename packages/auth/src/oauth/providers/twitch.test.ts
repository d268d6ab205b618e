import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OpenIdStub, startOpenIdStub } from '../../testing/openid-stub.ts'
import { authorizationQuery, callbackAnswer, testBounds } from '../../testing/provider-callback.ts'
import type { Provider } from './provider.ts'
import { twitch } from './twitch.ts'

let stub: OpenIdStub
beforeAll(async () => {
  stub = await startOpenIdStub('client')
})
afterAll(() => stub.stop())

const provider = (): Provider =>
  twitch.create({ id: 'twitch', name: 'Twitch', clientId: 'client', clientSecret: 'secret', issuer: stub.issuer })

it('asks for each claim by name, and for the address by a scope too', async () => {
  const query = await authorizationQuery(provider())
  expect(query['scope']).toBe('openid user:read:email')
  expect(JSON.parse(query['claims'] ?? '')).toEqual({
    id_token: { email: null, email_verified: null, preferred_username: null },
  })
})

it('calls an account by its display name', async () => {
  stub.claims = { nonce: 'nonce', email: 'ada@example.com', email_verified: true, preferred_username: 'AdaPlays' }
  expect(await provider().identify(callbackAnswer(), testBounds())).toMatchObject({
    email: 'ada@example.com',
    emailVerified: true,
    name: 'AdaPlays',
  })
})

it.each([400, 403])('takes status %d, with an error that RFC 6749 does not know, as a refused code', async (status) => {
  stub.instead.set('token', (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify({ status, message: 'Invalid authorization code' }))
  })
  await expect(provider().identify(callbackAnswer(), testBounds())).rejects.toMatchObject({ code: 'CODE_REFUSED' })
})
