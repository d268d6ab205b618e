import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OpenIdStub, startOpenIdStub } from '../../testing/openid-stub.ts'
import { authorizationQuery, callbackAnswer, testBounds } from '../../testing/provider-callback.ts'
import { linkedin } from './linkedin.ts'
import type { Provider } from './provider.ts'

let stub: OpenIdStub
beforeAll(async () => {
  stub = await startOpenIdStub('client')
  stub.metadata = { token_endpoint_auth_methods_supported: ['client_secret_post'] }
})
afterAll(() => stub.stop())

const provider = (): Provider =>
  linkedin.create({ id: 'linkedin', name: 'LinkedIn', clientId: 'client', clientSecret: 'secret', issuer: stub.issuer })

it('sends no PKCE, which LinkedIn refuses beside a secret', async () => {
  const query = await authorizationQuery(provider())
  expect(Object.keys(query).filter((name) => name.startsWith('code_'))).toEqual([])
  stub.claims = { nonce: 'nonce', email: 'ada@example.com', email_verified: true }
  await provider().identify(callbackAnswer(), testBounds())
  const form = Object.fromEntries(stub.tokenRequests[0] ?? [])
  expect(form).toMatchObject({ client_id: 'client', client_secret: 'secret' })
  expect(form).not.toHaveProperty('code_verifier')
})

it('takes an ID token without a nonce, and none with another one', async () => {
  stub.claims = { email: 'ada@example.com', email_verified: true }
  expect(await provider().identify(callbackAnswer(), testBounds())).toMatchObject({ emailVerified: true })
  stub.claims = { nonce: 'another' }
  await expect(provider().identify(callbackAnswer(), testBounds())).rejects.toMatchObject({ code: 'ID_TOKEN_NONCE' })
})
