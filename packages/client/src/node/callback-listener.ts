import { createServer, type ServerResponse } from 'node:http'

/** A request of the browser to this program, with the means to send the browser on. */
export interface Callback {
  readonly url: URL
  /** Resolves when the answer is on its way. */
  readonly sendOn: (to: URL) => Promise<void>
  readonly ignore: () => Promise<void>
}

export interface CallbackListener {
  /** Where the browser is to come back to. */
  readonly redirectUri: string
  readonly close: () => Promise<void>
}

const path = '/callback'

/**
 * Listens on this machine only, on a port that is free.
 *
 * @see [RFC 8252 §7.3](https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3)
 */
export async function listenForCallback(onCallback: (callback: Callback) => void): Promise<CallbackListener> {
  let origin = ''
  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? '', origin)
    // A browser asks for more than it was sent for: an icon, a preview, the page of another program's port before.
    if (request.method !== 'GET' || url?.pathname !== path) return void end(response, 404)
    onCallback({
      url,
      sendOn: (to) => end(response.setHeader('Location', to.href), 303),
      ignore: () => end(response, 400),
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
        // A browser keeps connections for later. They must not keep this program.
        server.closeAllConnections()
      }),
  }
}

/** The address has a code in it: it goes nowhere else, and stays nowhere. */
function end(response: ServerResponse, status: number): Promise<void> {
  response.setHeader('Cache-Control', 'no-store').setHeader('Referrer-Policy', 'no-referrer')
  response.setHeader('Connection', 'close')
  return new Promise((resolve) => {
    // Without a word also when the browser has gone.
    response.once('close', resolve)
    response.writeHead(status).end()
  })
}
