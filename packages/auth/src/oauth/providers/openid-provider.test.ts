import type { ServerResponse } from 'node:http'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type OpenIdStub,
  type OpenIdStubEndpoint,
  openIdStubPaths,
  startOpenIdStub,
} from '../../testing/openid-stub.ts'
import { selfSignedCertificate } from '../../testing/self-signed-certificate.ts'
import type { ProviderIdentity } from '../../identities/identity.ts'
import { OpenIdProvider } from './openid-provider.ts'

const clientId = 'client'
const nonce = 'nonce'
const mebibyte = 1024 * 1024
const bomb = gzipSync(Buffer.alloc(64 * mebibyte))

let stub: OpenIdStub
beforeAll(async () => {
  stub = await startOpenIdStub(clientId)
})
afterAll(() => stub.stop())
beforeEach(() => {
  stub.claims = { nonce, email: 'ada@example.com', email_verified: true }
  stub.userinfo = { sub: 'subject' }
  stub.metadata = {}
  stub.instead.clear()
  stub.hits.clear()
})

/** Completes a callback at a provider that has cached nothing. */
function identify(at = stub, milliseconds = 5000): Promise<ProviderIdentity> {
  const settings = { id: 'example', name: 'Example', issuer: at.issuer, clientId, clientSecret: 'secret' }
  const provider = new OpenIdProvider(settings, { provesFreshSignIn: true })
  const redirectUri = 'http://localhost:3000/oauth/callback/example'
  const answer = { code: 'code', user: null, codeVerifier: 'verifier', nonce, redirectUri, authenticatedSince: null }
  return provider.identify(answer, { signal: AbortSignal.timeout(milliseconds), now: new Date() })
}

const endpoints = Object.keys(openIdStubPaths) as OpenIdStubEndpoint[]
/** Userinfo is read only when the ID token leaves something out. */
const needsUserInfo = { nonce }

describe('an address and its verification', () => {
  const ada = 'ada@example.com'
  const verified = { email: ada, emailVerified: true }
  const unverified = { email: ada, emailVerified: false }

  it.each([
    ['both in the ID token', { email: ada, email_verified: true }, { email: 'eve@example.com' }, verified],
    ['both in userinfo', {}, { email: ada, email_verified: true }, verified],
    ['the same address in both', { email: ada }, { email: 'ADA@example.com', email_verified: true }, verified],
    ['another address in userinfo', { email: ada }, { email: 'eve@example.com', email_verified: true }, unverified],
    ['no address in userinfo', { email: ada }, { email_verified: true }, unverified],
    ['no verification anywhere', { email: ada }, { email: ada }, unverified],
    ['the verification of an unnamed address', { email_verified: true }, { email: ada }, unverified],
    ['a verification that userinfo takes back', { email: ada }, { email: ada, email_verified: false }, unverified],
  ])('are taken from one answer: %s', async (_, claims, userinfo, expected) => {
    stub.claims = { nonce, ...claims }
    stub.userinfo = { sub: 'subject', ...userinfo }
    expect(await identify()).toMatchObject(expected)
  })
})

describe('a discovery document', () => {
  it.each([
    ['of another issuer', { issuer: 'https://another.example' }],
    ['of its issuer with a slash', () => ({ issuer: `${stub.issuer}/` })],
    ['without a token endpoint', { token_endpoint: undefined }],
  ])('%s is refused', async (_, metadata) => {
    stub.metadata = typeof metadata === 'function' ? metadata() : metadata
    await expect(identify()).rejects.toMatchObject({ code: 'PROVIDER_ANSWER_INVALID' })
    expect(stub.hits.get(openIdStubPaths.token)).toBeUndefined()
  })
})

describe.each(endpoints)('an answer of %s', (endpoint) => {
  beforeEach(() => {
    if (endpoint === 'userinfo') stub.claims = needsUserInfo
  })

  const invalid = 'PROVIDER_ANSWER_INVALID'
  const unavailable = 'PROVIDER_UNAVAILABLE'
  const json = { 'Content-Type': 'application/json' }
  it.each<[string, string, (response: ServerResponse) => void]>([
    ['that redirects', invalid, (response) => response.writeHead(307, { Location: '/elsewhere' }).end()],
    ['with status 429', unavailable, (response) => response.writeHead(429, { 'Retry-After': '60' }).end('{}')],
    ['of HTML', invalid, (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Hi</h1>')],
    ['of truncated JSON', invalid, (response) => response.writeHead(200, json).end('{"issuer": "http')],
    ['of two megabytes', invalid, (response) => response.writeHead(200, json).end(' '.repeat(2 * mebibyte))],
    [
      'of 64 megabytes in gzip',
      invalid,
      (response) => response.writeHead(200, { ...json, 'Content-Encoding': 'gzip' }).end(bomb),
    ],
    [
      'that never ends',
      invalid,
      (response) => {
        const more = (error?: Error | null): void => {
          if (!(error instanceof Error)) response.write('x'.repeat(65_536), more)
        }
        response.writeHead(200, json)
        more()
      },
    ],
  ])('%s is refused with %s', async (_, code, answer) => {
    stub.instead.set(endpoint, answer)
    await expect(identify()).rejects.toMatchObject({ code })
    expect(stub.hits.get(openIdStubPaths[endpoint])).toBe(1)
    expect(stub.hits.get('/elsewhere')).toBeUndefined()
  })
})

describe('over https', () => {
  const certificate = selfSignedCertificate()
  const trusted = getCACertificates('default')
  let secure: OpenIdStub
  beforeAll(async () => {
    secure = await startOpenIdStub(clientId, { certificate })
  })
  afterEach(() => setDefaultCACertificates(trusted))
  afterAll(() => secure.stop())

  it('a certificate that no authority signed is refused, and nothing is sent', async () => {
    await expect(identify(secure)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' })
    expect(secure.hits.size).toBe(0)
  })

  it.each(['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'])(
    'a discovery document whose %s is http is refused',
    async (name) => {
      setDefaultCACertificates([...trusted, certificate.cert])
      secure.claims = { nonce, email: 'ada@example.com', email_verified: true }
      secure.metadata = {}
      expect(await identify(secure)).toMatchObject({ issuer: secure.issuer, subject: 'subject' })
      secure.metadata = { [name]: `${stub.issuer}/endpoint` }
      await expect(identify(secure)).rejects.toMatchObject({ code: 'PROVIDER_ANSWER_INVALID' })
      expect(stub.hits.size).toBe(0)
    },
  )
})
