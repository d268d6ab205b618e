import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'

export const clientId = 'latchkey-cli'

/** A program on this computer that asks in the browser and waits for the answer on a port of its own. */
export interface Program {
  readonly redirectUri: string
  /** What it opens in the browser. */
  readonly path: (changes?: Readonly<Record<string, string>>) => string
  /** What the browser brings. */
  readonly answer: Promise<URLSearchParams>
  readonly exchange: (code: string) => Promise<Response>
  readonly close: () => void
}

export async function startProgram(serverUrl: string): Promise<Program> {
  const codeVerifier = randomBytes(32).toString('base64url')
  const { promise: answer, resolve } = Promise.withResolvers<URLSearchParams>()
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
    redirectUri,
    path: (changes = {}) => {
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
    answer,
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

/** What a device gets that asks for a code. */
export interface AskingDevice {
  readonly userCode: string
  readonly link: string
  /** Asks for its tokens, once. */
  readonly poll: () => Promise<Response>
}

export async function startDevice(serverUrl: string): Promise<AskingDevice> {
  const asked = await postForm(`${serverUrl}/oauth/device_authorization`, { client_id: clientId })
  const { device_code, user_code, verification_uri_complete } = (await asked.json()) as Readonly<Record<string, string>>
  if (device_code === undefined || user_code === undefined || verification_uri_complete === undefined) {
    throw new Error('the server gave no code')
  }
  return {
    userCode: user_code,
    link: verification_uri_complete,
    poll: () =>
      postForm(`${serverUrl}/oauth/token`, {
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        device_code,
        client_id: clientId,
      }),
  }
}

function postForm(url: string, params: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(params), headers: { 'User-Agent': 'curl/8.14.1' } })
}
