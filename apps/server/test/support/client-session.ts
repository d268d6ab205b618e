import { ada, startTestServer, type TestServer, type Visitor } from './test-server.ts'
import { Forger, type PublishedKey } from './token-forger.ts'

export interface ClientSession {
  readonly server: TestServer
  /** The browser of the same user. */
  readonly browser: Visitor
  readonly token: string
  readonly refreshToken: string
  readonly sessionId: string
  readonly forger: Forger
}

/** Starts a server with a signing algorithm, signs a user in in a browser, and issues tokens to a client of that user. */
export async function startWithClient(
  algorithm: string,
  { bait = 'http://127.0.0.1:9', now = () => new Date('2100-01-01T00:00:00Z') } = {},
): Promise<ClientSession> {
  const server = await startTestServer({ env: { ACCESS_TOKEN_ALGORITHM: algorithm }, now })
  const browser = server.visitor()
  await browser.mutate('auth.signUp', ada)
  const credentials = { email: ada.email, password: ada.password, clientId: 'cli' }
  const answer = await server.visitor().mutate('tokens.issue', credentials)
  const { accessToken: token, refreshToken, sessionId } = answer.body.result.data
  const { auth } = server.container
  const [published] = (await auth.signingKeys.publicKeys()) as PublishedKey[]
  if (published === undefined) throw new Error('no key is published')
  return { server, browser, token, refreshToken, sessionId, forger: new Forger({ token, auth, published, bait }) }
}
