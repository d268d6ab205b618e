import { createECDH, createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { redirectUri } from '../../test/support/test-client.ts'
import { localClient } from '../local-client.ts'
import { type RunningIdp, startIdp } from '../start-idp.ts'
import { isSignedSecret, localTeam } from './signed-secret.ts'

let idp: RunningIdp
beforeAll(async () => {
  idp = await startIdp({ host: '127.0.0.1', port: 0, redirectTo: null })
})
afterAll(() => idp.close())

/** The key of the local client, as an app makes it. */
function clientKey(): KeyObject {
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(createHash('sha256').update(localClient.id).digest())
  const point = ecdh.getPublicKey()
  const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)]
  const key = { kty: 'EC', crv: 'P-256', x, y, d: ecdh.getPrivateKey('base64url') }
  return createPrivateKey({ format: 'jwk', key })
}

const issuer = 'http://localhost/apple'
const day = 24 * 60 * 60

interface Secret {
  readonly key?: KeyObject
  readonly kid?: string
  readonly claims?: object
  /** Seconds. */
  readonly lifetime?: number
}

function secretOf({ key = clientKey(), kid = localTeam.keyId, claims = {}, lifetime = 60 }: Secret): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const standard = { iss: localTeam.teamId, sub: localClient.id, aud: issuer, iat: now, exp: now + lifetime }
  return new SignJWT({ ...standard, ...claims }).setProtectedHeader({ alg: 'ES256', kid }).sign(key)
}

describe('the signed client secret of Apple', () => {
  it('is accepted for up to six months', async () => {
    expect(await isSignedSecret(await secretOf({}), issuer)).toBe(true)
    expect(await isSignedSecret(await secretOf({ lifetime: 182 * day }), issuer)).toBe(true)
  })

  it.each<[string, Secret]>([
    ['with another key', { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }],
    ['with another key id', { kid: 'OTHER' }],
    ['of another team', { claims: { iss: 'OTHER' } }],
    ['of another client', { claims: { sub: 'other' } }],
    ['for another issuer', { claims: { aud: 'https://other.example' } }],
    ['that has ended', { lifetime: -60 }],
    ['that never ends', { claims: { exp: undefined } }],
    ['for a year', { lifetime: 365 * day }],
  ])('%s is refused', async (_, secret) => {
    expect(await isSignedSecret(await secretOf(secret), issuer)).toBe(false)
  })

  it('is no other text', async () => {
    expect(await isSignedSecret(localClient.secret, issuer)).toBe(false)
  })
})

it('Apple demands a posted callback', async () => {
  const query = new URLSearchParams({
    client_id: localClient.id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid email name',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  })
  const ask = (): Promise<Response> =>
    fetch(`${idp.url}/apple/auth/authorize?${query.toString()}`, { redirect: 'manual' })
  expect((await ask()).status).toBe(400)
  query.set('response_mode', 'form_post')
  expect((await ask()).status).toBe(302)
})

it.each([
  ['common', '{tenantid}'],
  ['organizations', '{tenantid}'],
  ['11111111-2222-4333-8444-555555555555', '11111111-2222-4333-8444-555555555555'],
])('Entra ID names the issuer of %s as that of %s, and its keys say for whom they sign', async (asked, named) => {
  const base = `${idp.url}/entra/${asked}/v2.0`
  const metadata = (await (await fetch(`${base}/.well-known/openid-configuration`)).json()) as Record<string, string>
  expect(metadata['issuer']).toBe(`${idp.url}/entra/${named}/v2.0`)
  const { keys } = (await (await fetch(metadata['jwks_uri'] ?? '')).json()) as { keys: { issuer: string }[] }
  expect(keys.map((key) => key.issuer)).toEqual([`${idp.url}/entra/{tenantid}/v2.0`])
})
