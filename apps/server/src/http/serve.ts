import { createServer, type RequestListener, type Server } from 'node:http'
import { answerParseErrors } from './answer-parse-errors.ts'
import { cutStalledConnections } from './cut-stalled-connections.ts'
import { limitConnections } from './limit-connections.ts'
import { limitPipelining } from './limit-pipelining.ts'
import { normalizeTarget } from './request-target.ts'

/** What a connection may take. Times are in milliseconds. */
export interface ConnectionLimits {
  /** For the header of a request. */
  readonly headersTimeout: number
  /** For a whole request, header and body. */
  readonly requestTimeout: number
  /** For how long a connection waits for its next request: longer than a proxy in front keeps its own (nginx: 60 s). */
  readonly keepAliveTimeout: number
  /** For how long a connection may hold bytes that its peer does not take. */
  readonly stallTimeout: number
  /** How often the first two are looked at. */
  readonly checkInterval: number
  /** Open connections, streams included. */
  readonly maxConnections: number
}

const defaultLimits: ConnectionLimits = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 75_000,
  stallTimeout: 20_000,
  checkInterval: 1000,
  maxConnections: 4000,
}

const hangUpEveryMs = 50

/**
 * Listens; `limits` replaces the default ones.
 *
 * @throws the driver's error (`EADDRINUSE`, `EACCES`, …) when it can't
 */
export async function listen(
  app: RequestListener,
  { host, port }: { host: string; port: number },
  limits: Partial<ConnectionLimits> = {},
): Promise<Server> {
  const { checkInterval, maxConnections, stallTimeout, ...timeouts } = { ...defaultLimits, ...limits }
  // The middleware refuses a request without a Host header: Node's own answer lacks the security headers.
  const options = { ...timeouts, connectionsCheckingInterval: checkInterval, requireHostHeader: false }
  const server = createServer(options, limitPipelining(normalizeTarget(app)))
  // The size of the header bounds how many there are. Node would drop those beyond a number without a word.
  server.maxHeadersCount = 0
  // An expectation other than 100-continue is ignored (RFC 9110 §10.1.1); Node would answer past the middleware.
  server.on('checkExpectation', (req, res) => server.emit('request', req, res))
  answerParseErrors(server)
  limitConnections(server, maxConnections)
  cutStalledConnections(server, stallTimeout)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return server
}

/** The port that a server listens on: with `PORT=0` the system chose it. Returns `null` when it does not listen. */
export function listeningPort(server: Server): number | null {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : null
}

/** Takes no new connection, lets the requests under way finish, and cuts what is left after the grace. */
export async function drain(server: Server, graceMs: number): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  // A connection falls idle when its answer is out, and would then wait for another request until its timeout.
  const hangUp = setInterval(() => server.closeIdleConnections(), hangUpEveryMs)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
  clearTimeout(cut)
  clearInterval(hangUp)
}
