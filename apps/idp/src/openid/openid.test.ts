import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { locationOf, TestBrowser } from '../../test/support/test-browser.ts'
import { redirectUri, TestClient, type Tokens } from '../../test/support/test-client.ts'
import { localClient } from '../local-client.ts'
import { type RunningIdp, startIdp } from '../start-idp.ts'

let idp: RunningIdp
beforeAll(async () => {
  idp = await startIdp({ host: '127.0.0.1', port: 0, redirectTo: null })
})
afterAll(() => idp.close())

const metadataOf = async (provider: string): Promise<Record<string, unknown>> => {
  const response = await fetch(`${idp.url}/${provider}/.well-known/openid-configuration`)
  return (await response.json()) as Record<string, unknown>
}

describe.each([
  { id: 'google', alg: 'RS256', title: 'Google' },
  { id: 'oidc', alg: 'ES256', title: 'Example ID' },
] as const)('$id', ({ id, alg, title }) => {
  it('publishes its metadata', async () => {
    const base = `${idp.url}/${id}`
    expect(await metadataOf(id)).toMatchObject({
      issuer: base,
      authorization_endpoint: `${base}/auth`,
      token_endpoint: `${base}/token`,
      userinfo_endpoint: `${base}/me`,
      jwks_uri: `${base}/jwks`,
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: [alg],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    })
  })

  it('signs an account in, with an ID token that its keys verify', async () => {
    const client = new TestClient(idp.url, id)
    const callback = await client.signIn({ account: 'chiyo' })
    expect(callback.href.startsWith(redirectUri)).toBe(true)
    expect(callback.searchParams.get('state')).toBe(client.state)

    const response = await client.redeem(callback.searchParams.get('code') ?? '')
    const tokens = (await response.json()) as { id_token: string; access_token: string }
    const keys = createRemoteJWKSet(new URL(`${idp.url}/${id}/jwks`))
    const { payload } = await jwtVerify(tokens.id_token, keys, {
      issuer: `${idp.url}/${id}`,
      audience: localClient.id,
      algorithms: [alg],
    })
    expect(payload).toMatchObject({
      sub: `${id}-chiyo`,
      name: '千代 Chiyo',
      email: 'chiyo@example.com',
      email_verified: true,
      nonce: client.nonce,
    })
    expect(payload).not.toHaveProperty('picture')

    const userinfo = await fetch(`${idp.url}/${id}/me`, { headers: { authorization: `Bearer ${tokens.access_token}` } })
    expect(await userinfo.json()).toMatchObject({ sub: `${id}-chiyo`, email: 'chiyo@example.com' })
  })

  it('takes the client secret by Basic too', async () => {
    const client = new TestClient(idp.url, id)
    const code = (await client.signIn()).searchParams.get('code') ?? ''
    const authorization = `Basic ${btoa(`${localClient.id}:${localClient.secret}`)}`
    const response = await client.redeem(code, { client_secret: '' }, { headers: { authorization } })
    expect(response.status).toBe(200)
  })

  it('refuses a wrong secret, a wrong verifier, and a code used twice', async () => {
    const client = new TestClient(idp.url, id)
    const first = (await client.signIn()).searchParams.get('code') ?? ''
    expect((await client.redeem(first, { client_secret: 'guess' })).status).toBe(401)
    expect((await client.redeem(first, { code_verifier: 'x'.repeat(43) })).status).toBe(400)
    expect((await client.redeem(first, { redirect_uri: `${redirectUri}-other` })).status).toBe(400)
    expect((await client.redeem(first)).status).toBe(200)
    expect(await (await client.redeem(first)).json()).toMatchObject({ error: 'invalid_grant' })
  })

  it('requires PKCE', async () => {
    const client = new TestClient(idp.url, id)
    const url = client.authorizeUrl({ code_challenge: null, code_challenge_method: null })
    const response = await client.browser.get(url)
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request')
    const plain = await client.browser.get(client.authorizeUrl({ code_challenge_method: 'plain' }))
    expect(new URL(plain.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request')
  })

  it.each([
    'https://localhost:4321/oauth/callback/google',
    'http://app.example/oauth/callback/google',
    'http://localhost.example/oauth/callback/google',
    'http://localhost:4321/oauth/elsewhere',
    'http://localhost:4321/oauth/callback/',
  ])('refuses the redirect URI %s', async (uri) => {
    const response = await new TestBrowser().get(new TestClient(idp.url, id).authorizeUrl({ redirect_uri: uri }))
    expect(response.status).toBe(400)
    expect(response.headers.get('location')).toBeNull()
    expect(await response.text()).toContain(`${title} (local)`)
  })

  it('asks for an account at each authorization, after an earlier sign-in too', async () => {
    const client = new TestClient(idp.url, id)
    await client.signIn({ account: 'ada' })
    const again = await client.browser.get(client.authorizeUrl())
    expect(again.status).toBe(302)
    expect(again.headers.get('location')).toContain(`/${id}/interaction/`)
    expect(decodeJwt((await client.tokensOf({ account: 'bob' })).id_token).sub).toBe(`${id}-bob`)
  })

  it('serves several tabs of one browser at a time', async () => {
    const client = new TestClient(idp.url, id)
    const { browser } = client
    const first = locationOf(await browser.get(client.authorizeUrl()))
    const second = locationOf(await browser.get(client.authorizeUrl()))
    for (const [page, account] of [
      [second, 'bob'],
      [first, 'ada'],
    ] as const) {
      const resumed = await browser.get(locationOf(await browser.submit(page.href, { person: account })).href)
      const response = await client.redeem(locationOf(resumed).searchParams.get('code') ?? '')
      expect(decodeJwt(((await response.json()) as Tokens).id_token).sub).toBe(`${id}-${account}`)
    }
  })

  it('shows the same page for a prompt that the client requests', async () => {
    const client = new TestClient(idp.url, id)
    const prompted = await client.browser.get(client.authorizeUrl({ prompt: 'select_account' }))
    expect(prompted.headers.get('location')).toContain(`/${id}/interaction/`)
    const silent = await client.browser.get(client.authorizeUrl({ prompt: 'none' }))
    expect(silent.headers.get('location')).toContain('error=login_required')
  })

  it('deletes its cookies after a sign-in, and gives those of an open interaction names of its own', async () => {
    const client = new TestClient(idp.url, id)
    await client.signIn()
    expect(client.browser.cookieNames()).toEqual([])
    await client.browser.get(client.authorizeUrl())
    const names = client.browser.cookieNames()
    expect(names).not.toHaveLength(0)
    expect(names.filter((name) => !name.startsWith(`latchkey_idp_${id}_`))).toEqual([])
  })

  it('shows an interaction only to the browser that started it', async () => {
    const client = new TestClient(idp.url, id)
    const { headers } = await client.browser.get(client.authorizeUrl())
    const page = new URL(headers.get('location') ?? '', idp.url).href
    expect((await client.browser.get(page)).status).toBe(200)
    expect((await new TestBrowser().get(page)).status).toBe(404)
  })
})

it('sends iss only where its metadata advertises it', async () => {
  expect(await metadataOf('oidc')).toMatchObject({ authorization_response_iss_parameter_supported: true })
  expect(await metadataOf('google')).not.toHaveProperty('authorization_response_iss_parameter_supported')
  expect((await new TestClient(idp.url, 'oidc').signIn()).searchParams.get('iss')).toBe(`${idp.url}/oidc`)
  const google = new TestClient(idp.url, 'google')
  expect((await google.signIn()).searchParams.has('iss')).toBe(false)
  expect((await google.signIn({ fault: 'deny' })).searchParams.has('iss')).toBe(false)
})

it('issues tokens with the lifetime that it is given', async () => {
  const durations = { grantMs: 120_000 }
  const shortLived = await startIdp({ host: '127.0.0.1', port: 0, redirectTo: null, durations })
  const tokens = await new TestClient(shortLived.url, 'oidc').tokensOf()
  await shortLived.close()
  const { iat = 0, exp = 0 } = decodeJwt(tokens.id_token)
  expect([tokens.expires_in, exp - iat]).toEqual([120, 120])
})
