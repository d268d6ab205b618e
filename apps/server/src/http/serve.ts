import { createServer, type Server } from 'node:http'
import type { Express } from 'express'
import { cutStalledConnections } from './cut-stalled-connections.ts'
import { limitPipelining } from './limit-pipelining.ts'

/** For slow requests; Node looks every 30 s unless told otherwise. */
const timeouts = { headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 1000 }
const hangUpEveryMs = 50

/**
 * Listens. `stallTimeoutMs` is how long a connection may hold bytes that its peer does not take.
 *
 * @throws the driver's error (`EADDRINUSE`, `EACCES`, …) when it can't
 */
export async function listen(
  app: Express,
  { host, port }: { host: string; port: number },
  stallTimeoutMs?: number,
): Promise<Server> {
  const server = createServer(timeouts, limitPipelining(app))
  cutStalledConnections(server, stallTimeoutMs)
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
