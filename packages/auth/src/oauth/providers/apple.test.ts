import { createPublicKey } from 'node:crypto'
import { jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProviderIdentity } from '../../identities/identity.ts'
import { type OpenIdStub, startOpenIdStub } from '../../testing/openid-stub.ts'
import { authorizationQuery, authorizationUrlOf, callbackAnswer, testBounds } from '../../testing/provider-callback.ts'
import { apple } from './apple.ts'
import { localSigningKey } from './local-provider-variables.ts'
import type { Provider } from './provider.ts'

const clientId = 'com.example.web'
let stub: OpenIdStub
beforeAll(async () => {
  stub = await startOpenIdStub(clientId, { paths: { token: '/auth/token', jwks: '/auth/keys' } })
})
afterAll(() => stub.stop())
beforeEach(() => {
  stub.claims = { nonce: 'nonce', email: 'ada@example.com', email_verified: true }
  stub.hits.clear()
  stub.tokenRequests.length = 0
})

const providerAt = (issuer: string): Provider =>
  apple.create({
    id: 'apple',
    name: 'Apple',
    clientId,
    clientSecret: localSigningKey(),
    teamId: 'TEAM',
    keyId: 'KEY',
    issuer,
  })

const identify = (user: string | null = null): Promise<ProviderIdentity> =>
  providerAt(stub.issuer).identify(callbackAnswer({ user }), testBounds())

it('asks for name and address by a posted callback, with PKCE and a nonce', async () => {
  const provider = providerAt('https://appleid.apple.com')
  const url = await authorizationUrlOf(provider)
  expect(url.origin + url.pathname).toBe('https://appleid.apple.com/auth/authorize')
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: clientId,
    scope: 'openid email name',
    response_mode: 'form_post',
    nonce: 'nonce',
    code_challenge_method: 'S256',
  })
  expect(provider.responseMode).toBe('form_post')
  expect(await authorizationQuery(provider, { fresh: true })).not.toHaveProperty('prompt')
})

it('reads no discovery document', async () => {
  await identify()
  expect([...stub.hits.keys()]).toEqual(['/auth/token', '/auth/keys'])
})

it('sends a secret that its key signed, for this client and issuer', async () => {
  await identify()
  const [form] = stub.tokenRequests
  expect(form?.get('client_id')).toBe(clientId)
  const { payload } = await jwtVerify(form?.get('client_secret') ?? '', createPublicKey(localSigningKey()))
  expect(payload).toMatchObject({ iss: 'TEAM', sub: clientId, aud: stub.issuer })
})

describe('an address', () => {
  it.each([
    [true, true],
    ['true', true],
    ['false', false],
    [false, false],
    [undefined, false],
    ['1', false],
    [1, false],
  ])('whose verification is %j is verified: %s', async (said, emailVerified) => {
    stub.claims = { nonce: 'nonce', email: 'ada@example.com', email_verified: said }
    expect(await identify()).toMatchObject({ email: 'ada@example.com', emailVerified })
  })

  it('of the private relay is one like any other', async () => {
    const email = 'x7k2m9@privaterelay.appleid.com'
    stub.claims = { nonce: 'nonce', email, email_verified: 'true', is_private_email: 'true' }
    expect(await identify()).toMatchObject({ subject: 'subject', email, emailVerified: true })
  })
})

describe('the posted user', () => {
  it.each([
    [{ name: { firstName: 'Ada', lastName: 'Lovelace' } }, 'Ada Lovelace'],
    [{ name: { firstName: ' Ada ', lastName: ' ' } }, 'Ada'],
    [{ name: { lastName: 'Lovelace' } }, 'Lovelace'],
    [{ name: { firstName: null, lastName: '' } }, null],
    [{ name: { firstName: 7 } }, null],
    [{ name: 'Ada' }, null],
    [{}, null],
    [[], null],
    [null, null],
  ])('%j is called %j', async (user, name) => {
    expect((await identify(JSON.stringify(user))).name).toBe(name)
  })

  it.each([null, '', '{', 'Ada', '['.repeat(4000)])('%j is called nothing', async (user) => {
    expect((await identify(user)).name).toBeNull()
  })

  it('changes nothing but the name, because it is not signed', async () => {
    const user = { name: { firstName: 'Eve' }, email: 'eve@example.com', sub: 'another', email_verified: true }
    stub.claims = { nonce: 'nonce', email: 'ada@example.com', email_verified: false }
    expect(await identify(JSON.stringify(user))).toMatchObject({
      subject: 'subject',
      email: 'ada@example.com',
      emailVerified: false,
      name: 'Eve',
    })
  })
})
