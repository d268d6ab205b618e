import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { clientId, postForm } from './oauth-request.ts'

/** An OAuth client on this computer that listens for the authorization response on a port of its own. */
export interface LoopbackClient {
  /** The path of the authorization request that the client opens in the browser. */
  readonly authorizePath: (changes?: Readonly<Record<string, string>>) => string
  /** The parameters of the authorization response. */
  readonly response: Promise<URLSearchParams>
  readonly exchange: (code: string) => Promise<Response>
  readonly close: () => void
}

/** @see [RFC 8252 §7.3](https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3) */
export async function startLoopbackClient(serverUrl: string): Promise<LoopbackClient> {
  const codeVerifier = randomBytes(32).toString('base64url')
  const { promise: response, resolve } = Promise.withResolvers<URLSearchParams>()
  const listener = createServer((req, res) => {
    const url = URL.parse(req.url ?? '', 'http://127.0.0.1')
    if (url?.pathname === '/callback') resolve(url.searchParams)
    const error = url?.searchParams.get('error')
    const done = new URLSearchParams({ client: clientId, ...(typeof error === 'string' && { error }) })
    res.writeHead(303, { Location: `${serverUrl}/oauth/done?${done}` }).end()
  })
  await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening))
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const redirectUri = `http://127.0.0.1:${address.port}/callback`

  return {
    authorizePath: (changes = {}) => {
      const params = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
        code_challenge_method: 'S256',
        ...changes,
      })
      return `/oauth/authorize?${params}`
    },
    response,
    exchange: (code) =>
      postForm(`${serverUrl}/oauth/token`, {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        client_id: clientId,
        code_verifier: codeVerifier,
      }),
    close: () => listener.close(),
  }
}
