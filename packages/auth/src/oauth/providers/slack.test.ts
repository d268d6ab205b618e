import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type OpenIdStub, startOpenIdStub } from '../../testing/openid-stub.ts'
import { authorizationQuery, callbackAnswer, testBounds } from '../../testing/provider-callback.ts'
import type { Provider } from './provider.ts'
import { slack } from './slack.ts'

let stub: OpenIdStub
beforeAll(async () => {
  stub = await startOpenIdStub('client')
})
afterAll(() => stub.stop())
beforeEach(() => {
  stub.claims = { nonce: 'nonce', email: 'ada@example.com', email_verified: true, name: 'Ada' }
})

const provider = (): Provider =>
  slack.create({ id: 'slack', name: 'Slack', clientId: 'client', clientSecret: 'secret', issuer: stub.issuer })

it('sends no PKCE, which Slack refuses beside a secret, and a nonce', async () => {
  const query = await authorizationQuery(provider())
  expect(query).toMatchObject({ nonce: 'nonce', state: 'state', scope: 'openid email profile' })
  expect(Object.keys(query).filter((name) => name.startsWith('code_'))).toEqual([])
  expect(await provider().identify(callbackAnswer(), testBounds())).toMatchObject({ emailVerified: true, name: 'Ada' })
  expect(stub.tokenRequests[0]?.has('code_verifier')).toBe(false)
})

it.each([undefined, 'another'])(
  'refuses an ID token whose nonce is %j: nothing else ties the code to it',
  async (nonce) => {
    stub.claims = { ...stub.claims, nonce }
    await expect(provider().identify(callbackAnswer(), testBounds())).rejects.toMatchObject({ code: 'ID_TOKEN_NONCE' })
  },
)
