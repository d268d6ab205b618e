import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import type { SelfSignedCertificate } from './self-signed-certificate.ts'

/** The endpoints of the provider, by their paths. */
export const openIdStubPaths = {
  discovery: '/.well-known/openid-configuration',
  jwks: '/jwks',
  token: '/token',
  userinfo: '/userinfo',
} as const
export type OpenIdStubEndpoint = keyof typeof openIdStubPaths

/** An OpenID provider on a port of its own, whose answers a test replaces. */
export interface OpenIdStub {
  readonly issuer: string
  /** The tokens that its token endpoint gives beside the ID token. */
  readonly tokens: { readonly access_token: string; readonly refresh_token: string }
  /** Merged into the ID token; `undefined` leaves a claim out. */
  claims: JWTPayload
  /** What userinfo answers. */
  userinfo: object
  /** Merged into the discovery document. */
  metadata: object
  /** Merged into its published key. */
  aboutKey: object
  /** Answers in the place of the provider. */
  readonly instead: Map<OpenIdStubEndpoint, (response: ServerResponse, request: IncomingMessage) => void>
  /** How many requests each path had. */
  readonly hits: Map<string, number>
  /** The token requests that were received. */
  readonly tokenRequests: URLSearchParams[]
  /** The ID tokens that were issued. */
  readonly idTokens: string[]
  stop(): Promise<void>
}

export interface OpenIdStubOptions {
  /** Has it serve https instead of http. */
  readonly certificate?: SelfSignedCertificate
  /** The paths of endpoints that are not where {@link openIdStubPaths} says. */
  readonly paths?: Partial<Readonly<Record<OpenIdStubEndpoint, string>>>
}

/** Starts the provider. `clientId` is the audience of its ID tokens. */
export async function startOpenIdStub(
  clientId: string,
  { certificate, paths: otherPaths }: OpenIdStubOptions = {},
): Promise<OpenIdStub> {
  const paths = { ...openIdStubPaths, ...otherPaths }
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const publishedKey = { ...(await exportJWK(publicKey)), kid: 'published', alg: 'ES256', use: 'sig' }
  const idTokenOf = (claims: JWTPayload): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'published' }).sign(privateKey)

  const answers: Readonly<Record<OpenIdStubEndpoint, () => Promise<object>>> = {
    discovery: async () => ({
      issuer: stub.issuer,
      authorization_endpoint: `${stub.issuer}/authorize`,
      token_endpoint: stub.issuer + paths.token,
      jwks_uri: stub.issuer + paths.jwks,
      userinfo_endpoint: stub.issuer + paths.userinfo,
      ...stub.metadata,
    }),
    jwks: async () => ({ keys: [{ ...publishedKey, ...stub.aboutKey }] }),
    token: async () => {
      const now = Math.floor(Date.now() / 1000)
      const standard = { iss: stub.issuer, aud: clientId, sub: 'subject', iat: now, exp: now + 300 }
      const idToken = await idTokenOf({ ...standard, ...stub.claims })
      stub.idTokens.push(idToken)
      return { ...stub.tokens, id_token: idToken, token_type: 'Bearer' }
    },
    userinfo: async () => stub.userinfo,
  }

  const handle: RequestListener = (request, response) => {
    const path = request.url ?? ''
    stub.hits.set(path, (stub.hits.get(path) ?? 0) + 1)
    const endpoint = (Object.keys(paths) as OpenIdStubEndpoint[]).find((name) => paths[name] === path)
    if (endpoint === 'token') void readForm(request).then((form) => stub.tokenRequests.push(form))
    else request.resume()
    if (endpoint === undefined) return void response.writeHead(404).end()
    const instead = stub.instead.get(endpoint)
    if (instead !== undefined) return instead(response, request)
    void sendJson(response, answers[endpoint]())
  }
  const server: Server = certificate === undefined ? createHttpServer(handle) : createHttpsServer(certificate, handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `${certificate === undefined ? 'http' : 'https'}://localhost:${(server.address() as AddressInfo).port}`
  const stub: OpenIdStub = {
    issuer: origin,
    tokens: { access_token: 'access-token-of-the-provider', refresh_token: 'refresh-token-of-the-provider' },
    claims: {},
    userinfo: {},
    metadata: {},
    aboutKey: {},
    tokenRequests: [],
    instead: new Map(),
    hits: new Map(),
    idTokens: [],
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return stub
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return new URLSearchParams(Buffer.concat(chunks).toString())
}

async function sendJson(response: ServerResponse, body: Promise<object>): Promise<void> {
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify(await body))
}
