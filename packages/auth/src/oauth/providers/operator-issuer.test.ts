import { describe, expect, it, onTestFinished } from 'vitest'
import { startOpenIdStub } from '../../testing/openid-stub.ts'
import { authorizationQuery, callbackAnswer, testBounds } from '../../testing/provider-callback.ts'
import { auth0 } from './auth0.ts'
import { keycloak } from './keycloak.ts'
import { okta } from './okta.ts'

const client = { clientId: 'client', clientSecret: 'secret' }

describe.each([okta, auth0, keycloak])('$name', (definition) => {
  const { id, name } = definition
  const slash = id === 'auth0' ? '/' : ''

  async function start() {
    const stub = await startOpenIdStub('client')
    onTestFinished(() => stub.stop())
    const named = stub.issuer + slash
    stub.metadata = { issuer: named }
    stub.claims = { iss: named, nonce: 'nonce', email: 'ada@example.com', email_verified: true }
    return { stub, named }
  }

  it('needs an issuer, and may be called otherwise on its button', async () => {
    expect(definition.variables.issuer.default).toBeNull()
    expect(definition.variables.label).toMatchObject({ suffix: 'NAME', default: name })
    const { named } = await start()
    const provider = definition.create({ ...client, id, name, issuer: named, label: 'Acme' })
    expect(provider).toMatchObject({ id, name: 'Acme', provesFreshSignIn: true })
    expect(await provider.identify(callbackAnswer(), testBounds())).toMatchObject({ issuer: named, subject: 'subject' })
  })

  it('asks for a fresh sign-in, and requires its proof', async () => {
    const { named } = await start()
    const provider = definition.create({ ...client, id, name, issuer: named, label: name })
    expect(await authorizationQuery(provider, { fresh: true })).toMatchObject({ prompt: 'login', max_age: '0' })
    const answer = callbackAnswer({ authenticatedSince: new Date() })
    await expect(provider.identify(answer, testBounds())).rejects.toMatchObject({ code: 'ID_TOKEN_CLAIMS' })
  })
})

it('Auth0 takes an issuer without the slash at its end as the one with it', async () => {
  const stub = await startOpenIdStub('client')
  onTestFinished(() => stub.stop())
  stub.metadata = { issuer: `${stub.issuer}/` }
  stub.claims = { iss: `${stub.issuer}/`, nonce: 'nonce', email: 'ada@example.com', email_verified: true }
  const provider = auth0.create({ ...client, id: 'auth0', name: 'Auth0', issuer: stub.issuer, label: 'Auth0' })
  expect(await provider.identify(callbackAnswer(), testBounds())).toMatchObject({ issuer: `${stub.issuer}/` })
})
