import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'

/** Headers that are between two neighbours, and not passed on (RFC 9110 §7.6.1). */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'upgrade',
  'expect',
])

/** They change nothing, and have no body: they may be sent again. */
const safeMethods: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD'])

/**
 * Returns a server that passes each request on to the next of some servers on this machine, in turns, and where that one
 * refuses the connection to the one after it, as nginx does: one that was sent is sent again only if it changes nothing, and
 * nothing of its answer is there. Answers pass as they come, so that streams are not delayed. `X-Forwarded-For` is set to
 * the address of the peer, whatever it sent.
 */
export function createBalancer(ports: readonly number[]): Server {
  let turn = 0
  return createServer((req, res) => {
    turn = (turn + 1) % ports.length
    pass(req, res, [...ports.slice(turn), ...ports.slice(0, turn)])
  })
}

function pass(req: IncomingMessage, res: ServerResponse, ports: readonly number[]): void {
  const [port, ...others] = ports
  if (port === undefined) {
    res.writeHead(502).end('No server answers.\n')
    return
  }
  const headers = { ...forwardedHeaders(req), 'x-forwarded-for': req.socket.remoteAddress }
  // A connection of its own: on one that was kept open a request can meet its end.
  const onward = request({ host: '127.0.0.1', port, method: req.method, path: req.url, headers, agent: false })
  let isConnected = false
  onward.once('socket', (socket) => {
    socket.once('connect', () => {
      isConnected = true
      req.pipe(onward)
    })
  })
  onward.once('response', (answer) => {
    res.sendDate = false
    res.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders))
    res.flushHeaders()
    answer.pipe(res)
    answer.once('close', () => {
      // The client must see that the answer is not whole.
      if (!answer.complete) res.destroy()
    })
  })
  onward.once('error', () => {
    if (res.destroyed) return
    if (res.headersSent) res.destroy()
    else if (!isConnected || safeMethods.has(req.method)) pass(req, res, others)
    else res.writeHead(502).end('The server ended before it answered.\n')
  })
  res.once('close', () => onward.destroy())
}

function forwardedHeaders({ headers }: IncomingMessage): NodeJS.Dict<string | string[]> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)))
}

/** Takes the headers that are between neighbours out of a list of names and values in turns. */
function endToEnd(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, index) => !hopByHop.has(rawHeaders[index - (index % 2)]?.toLowerCase() ?? ''))
}
