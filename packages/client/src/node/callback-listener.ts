import { createServer, type ServerResponse } from 'node:http'

/** A request of a browser to the redirect URI, with the two responses that it can get. */
export interface Callback {
  readonly url: URL
  /** Redirects the browser. Resolves when the response is sent, or the browser has closed the connection. */
  readonly redirect: (to: URL) => Promise<void>
  /** Answers 400. Resolves as `redirect` does. */
  readonly refuse: () => Promise<void>
}

/** A server on the loopback interface that waits for authorization responses. */
export interface CallbackListener {
  /** The redirect URI for the authorization request: `http://127.0.0.1:49152/callback`. */
  readonly redirectUri: string
  /** Stops listening, and closes the connections that browsers keep open. */
  readonly close: () => Promise<void>
}

const path = '/callback'

/**
 * Listens for authorization responses on the loopback interface, on a free port.
 *
 * @param onCallback - called for each GET of the redirect URI; it must redirect or refuse
 * @returns the listener
 * @throws the system's error if no port can be opened
 * @see [RFC 8252 §7.3](https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3)
 */
export async function listenForCallback(onCallback: (callback: Callback) => void): Promise<CallbackListener> {
  let origin = ''
  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? '', origin)
    // Browsers also request icons, previews, and pages of a program that had this port before.
    if (request.method !== 'GET' || url?.pathname !== path) return void end(response, 404)
    onCallback({
      url,
      redirect: (to) => end(response.setHeader('Location', to.href), 303),
      refuse: () => end(response, 400),
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('a port has no number')
  origin = `http://127.0.0.1:${address.port}`
  return {
    redirectUri: `${origin}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        // Browsers keep connections open, which would keep this process alive.
        server.closeAllConnections()
      }),
  }
}

/** Ends a response. The address has a code in it, so it is neither cached nor sent on as a referrer. */
function end(response: ServerResponse, status: number): Promise<void> {
  response.setHeader('Cache-Control', 'no-store').setHeader('Referrer-Policy', 'no-referrer')
  response.setHeader('Connection', 'close')
  return new Promise((resolve) => {
    // `close` is emitted also when the browser has gone before the response was sent.
    response.once('close', resolve)
    response.writeHead(status).end()
  })
}
