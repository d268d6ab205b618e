import { afterEach, describe, expect, it } from 'vitest'
import type { ProviderIdentity } from '../../identities/identity.ts'
import { type OpenIdStub, startOpenIdStub } from '../../testing/openid-stub.ts'
import { authorizationQuery, callbackAnswer, testBounds } from '../../testing/provider-callback.ts'
import { entra } from './entra.ts'
import type { Provider } from './provider.ts'

const clientId = 'client'
const acme = '11111111-2222-4333-8444-555555555555'
const other = '99999999-2222-4333-8444-555555555555'
const personal = '9188040d-6c67-4c5b-b112-36a304b66dad'
const template = '{tenantid}'

let stub: OpenIdStub | null = null
afterEach(async () => {
  await stub?.stop()
  stub = null
})

interface Played {
  /** The tenant of the account, whose issuer the ID token and the key name. */
  readonly tenant?: string
  /** What an ID token and a published key say otherwise. */
  readonly claims?: object
  readonly keyOf?: string | null
}

/** Plays Entra for the accounts that `ENTRA_TENANT` names, and returns a provider that uses it. */
async function play(configured: string, { tenant = acme, claims = {}, keyOf = template }: Played = {}) {
  const isShared = configured === 'common' || configured === 'organizations'
  const asked = configured === 'consumers' ? personal : configured
  const started = await startOpenIdStub(clientId, {
    paths: { discovery: `/${asked}/v2.0/.well-known/openid-configuration` },
  })
  stub = started
  const issuerOf = (id: string): string => `${started.issuer}/${id}/v2.0`
  started.metadata = { issuer: issuerOf(isShared ? template : asked) }
  const standard = { iss: issuerOf(tenant), tid: tenant, nonce: 'nonce', email: 'ada@example.com', xms_edov: true }
  started.claims = { ...standard, ...claims }
  started.aboutKey = keyOf === null ? {} : { issuer: issuerOf(keyOf) }
  const provider = entra.create({
    id: 'entra',
    name: 'Microsoft',
    clientId,
    clientSecret: 'secret',
    tenant: configured,
    baseUrl: started.issuer,
  })
  return { provider, issuerOf }
}

const identify = (provider: Provider): Promise<ProviderIdentity> => provider.identify(callbackAnswer(), testBounds())

describe('the issuer', () => {
  it.each([
    ['common', acme],
    ['common', personal],
    ['organizations', acme],
    [acme, acme],
    ['consumers', personal],
  ])('for ENTRA_TENANT=%s is that of the account’s tenant, %s', async (configured, tenant) => {
    const { provider, issuerOf } = await play(configured, { tenant })
    expect(await identify(provider)).toMatchObject({ issuer: issuerOf(tenant), subject: 'subject' })
  })

  it.each([
    ['organizations', { tenant: personal }],
    [acme, { tenant: other }],
    ['consumers', { tenant: acme }],
    ['common', { claims: { tid: other } }],
    ['common', { claims: { tid: undefined } }],
    ['common', { claims: { tid: 'common' } }],
    ['common', { claims: { tid: '../x' } }],
    ['common', { claims: { tid: [acme] } }],
    ['common', { claims: { iss: 'https://evil.example/v2.0' } }],
  ])('for ENTRA_TENANT=%s is refused for %j', async (configured, played) => {
    const { provider } = await play(configured, played)
    await expect(identify(provider)).rejects.toMatchObject({ code: 'ID_TOKEN_ISSUER' })
  })

  it.each([
    ['of another organisation', other],
    ['of personal accounts', personal],
    ['that names no issuer', null],
  ])('must be one that the key signs for: a key %s is refused', async (_, keyOf) => {
    const { provider } = await play('common', { keyOf })
    await expect(identify(provider)).rejects.toMatchObject({ code: 'ID_TOKEN_SIGNATURE' })
  })

  it('may be the very one that the key names', async () => {
    const { provider, issuerOf } = await play('common', { tenant: personal, keyOf: personal })
    expect(await identify(provider)).toMatchObject({ issuer: issuerOf(personal) })
  })

  it('of a discovery document must be the template', async () => {
    const { provider, issuerOf } = await play('common')
    if (stub !== null) stub.metadata = { issuer: issuerOf(acme) }
    await expect(identify(provider)).rejects.toMatchObject({ code: 'PROVIDER_ANSWER_INVALID' })
  })

  it('in a callback may be that of any tenant', async () => {
    const { provider, issuerOf } = await play('common')
    for (const issuer of [null, issuerOf(acme), issuerOf(personal)]) {
      await expect(provider.checkIssuer(issuer, testBounds())).resolves.toBeUndefined()
    }
    for (const issuer of [issuerOf('common'), 'https://evil.example', `https://evil.example/${acme}/v2.0`, '']) {
      await expect(provider.checkIssuer(issuer, testBounds())).rejects.toMatchObject({ code: 'ISSUER_MISMATCH' })
    }
  })
})

describe('an address', () => {
  it.each([
    [{ xms_edov: true }, true],
    [{ xms_edov: 1 }, true],
    [{ xms_edov: '1' }, true],
    [{ xms_edov: 'true' }, true],
    [{ xms_edov: false }, false],
    [{ xms_edov: '0' }, false],
    [{ xms_edov: undefined }, false],
    [{ xms_edov: undefined, email_verified: true }, false],
    [{ xms_edov: undefined, verified_primary_email: ['ada@example.com'] }, false],
  ])('with %j is verified: %s', async (claims, emailVerified) => {
    const { provider } = await play('common', { claims })
    expect(await identify(provider)).toMatchObject({ email: 'ada@example.com', emailVerified })
    expect(stub?.hits.has('/userinfo')).toBe(false)
  })
})

it('asks for a fresh sign-in by prompt alone', async () => {
  const { provider } = await play('common')
  const query = await authorizationQuery(provider, { fresh: true })
  expect(query).toMatchObject({ prompt: 'login', code_challenge_method: 'S256' })
  expect(query).not.toHaveProperty('max_age')
})

it.each([
  ['common', true],
  ['organizations', true],
  ['consumers', true],
  [acme, true],
  [acme.toUpperCase(), true],
  ['contoso.onmicrosoft.com', false],
  [`${acme}/../common`, false],
  ['', false],
])('takes %j as a tenant: %s', (tenant, accepted) => {
  expect(entra.variables.tenant.accepts?.test(tenant)).toBe(accepted)
})
