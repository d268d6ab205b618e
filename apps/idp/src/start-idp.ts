import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Durations, defaultDurations } from './durations.ts'
import type { Handle } from './http/respond.ts'
import { generateSigningKeys } from './openid/signing-keys.ts'
import { reportError } from './report-error.ts'
import { createRoutes } from './routes.ts'
import { type Settings, StartFailure } from './settings.ts'

export interface RunningIdp {
  readonly port: number
  readonly url: string
  close(): Promise<void>
}

export interface IdpOptions extends Settings {
  /** Replaces single durations of {@link defaultDurations}. */
  readonly durations?: Partial<Durations>
}

/**
 * Starts the provider. It listens before it has routes: an issuer contains the port, which for port 0 the system chooses.
 * @throws {StartFailure} when it cannot listen
 */
export async function startIdp({ host, port: wantedPort, redirectTo, durations }: IdpOptions): Promise<RunningIdp> {
  const [RS256, ES256] = await Promise.all([generateSigningKeys('RS256'), generateSigningKeys('ES256')])
  const server = createServer()
  server.listen(wantedPort, host)
  await once(server, 'listening').catch((error: unknown) => {
    throw startFailure(error, host, wantedPort)
  })
  const { port } = server.address() as AddressInfo
  const url = `http://localhost:${port}`
  serve(
    server,
    createRoutes({ origin: url, redirectTo, keys: { RS256, ES256 }, durations: { ...defaultDurations, ...durations } }),
  )
  return { port, url, close: () => close(server) }
}

function serve(server: Server, handle: Handle): void {
  server.on('request', (request, response) => {
    handleRequest(handle, request, response).catch((error: unknown) => fail(response, error))
  })
}

/** Turns an error that a handler throws synchronously into a rejection. */
async function handleRequest(handle: Handle, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await handle(request, response)
}

function fail(response: ServerResponse, error: unknown): void {
  reportError(error)
  if (response.headersSent) response.destroy()
  else response.writeHead(500, { 'content-type': 'text/plain' }).end('The local provider failed. Its log says why.')
}

/** Closes open connections too: a slow response would otherwise delay the close. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}

function startFailure(error: unknown, host: string, port: number): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  if (error.code === 'EADDRINUSE') {
    return new StartFailure(
      `Port ${port} is in use. Stop what uses it, or set PORT to another, for example ${port + 1}.`,
    )
  }
  return new StartFailure(`Can't listen on ${host}:${port} (${String(error.code)}). Set HOST or PORT to another.`)
}
