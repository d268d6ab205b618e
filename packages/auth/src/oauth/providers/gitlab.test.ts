import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OpenIdStub, startOpenIdStub } from '../../testing/openid-stub.ts'
import { authorizationQuery, callbackAnswer, testBounds } from '../../testing/provider-callback.ts'
import { gitlab } from './gitlab.ts'
import type { Provider } from './provider.ts'

let stub: OpenIdStub
beforeAll(async () => {
  stub = await startOpenIdStub('client')
})
afterAll(() => stub.stop())

const provider = (): Provider =>
  gitlab.create({ id: 'gitlab', name: 'GitLab', clientId: 'client', clientSecret: 'secret', issuer: stub.issuer })

it('takes the address from the ID token and the name from userinfo', async () => {
  stub.claims = { nonce: 'nonce', sub: '77', email: 'ada@example.com', email_verified: true }
  stub.userinfo = { sub: '77', name: 'Ada Lovelace', email: 'eve@example.com', email_verified: false }
  expect(await provider().identify(callbackAnswer(), testBounds())).toMatchObject({
    issuer: stub.issuer,
    subject: '77',
    email: 'ada@example.com',
    emailVerified: true,
    name: 'Ada Lovelace',
  })
})

it('asks for a fresh sign-in by prompt alone, which its ID token then proves', async () => {
  const query = await authorizationQuery(provider(), { fresh: true })
  expect(query['prompt']).toBe('login')
  expect(query).not.toHaveProperty('max_age')
  stub.claims = { nonce: 'nonce', email: 'ada@example.com', email_verified: true }
  const answer = callbackAnswer({ authenticatedSince: new Date() })
  await expect(provider().identify(answer, testBounds())).rejects.toMatchObject({ code: 'ID_TOKEN_CLAIMS' })
})
