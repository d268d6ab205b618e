import { type OpenIdStub, startOpenIdStub } from '@latchkey/auth/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Answer, startTestServer, type Visitor } from '../support/test-server.ts'

const clientId = 'latchkey'
let stub: OpenIdStub
beforeAll(async () => {
  stub = await startOpenIdStub(clientId)
})
afterAll(() => stub.stop())

/** Signs in through the provider, whose ID token has no address: userinfo is read with its access token. */
async function signInThrough(visitor: Visitor, userinfo: object): Promise<Answer> {
  const { body } = await visitor.mutate('oauth.authorize', { provider: 'stub' })
  const asked = new URL(body.result.data.url).searchParams
  stub.claims = { nonce: asked.get('nonce') ?? '' }
  stub.userinfo = userinfo
  return visitor.mutate('oauth.callback', { provider: 'stub', params: { state: asked.get('state'), code: 'code' } })
}

it('the tokens of a provider are in no answer, log or row, whether its callback succeeds or is refused', async () => {
  const env = {
    OIDC_STUB_ISSUER: stub.issuer,
    OIDC_STUB_CLIENT_ID: clientId,
    OIDC_STUB_CLIENT_SECRET: 'secret-of-the-client',
    OIDC_STUB_NAME: 'Stub',
  }
  const server = await startTestServer({ env })
  const visitor = server.visitor()
  const address = { email: 'ada@example.com', email_verified: true }
  const answers = [
    await signInThrough(visitor, { sub: 'subject', ...address }),
    await signInThrough(server.visitor(), { sub: 'another', ...address }),
    await visitor.query('events.list'),
    await visitor.query('identities.list'),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 403, 200, 200])
  expect(stub.idTokens).toHaveLength(2)
  expect(stub.hits.get('/userinfo')).toBe(2)
  const secrets = [...Object.values(stub.tokens), ...stub.idTokens, env.OIDC_STUB_CLIENT_SECRET]
  const texts = [...answers.map(({ text, headers }) => text + JSON.stringify([...headers])), ...server.log]
  for (const secret of secrets) {
    expect(texts.filter((text) => text.includes(secret))).toEqual([])
    expect((await server.databaseBytes()).includes(secret)).toBe(false)
  }
})
