import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Handle } from './http/respond.ts'
import { generateSigningKeys } from './openid/signing-keys.ts'
import { reportFault } from './report-fault.ts'
import { createRoutes } from './routes.ts'
import { type Settings, StartFailure } from './settings.ts'

export interface RunningIdp {
  readonly port: number
  readonly url: string
  close(): Promise<void>
}

/** Listens first: issuers name the port, which only the system knows when any is allowed. */
export async function startIdp({ host, port: wantedPort, redirectTo }: Settings): Promise<RunningIdp> {
  const [google, oidc] = await Promise.all([generateSigningKeys('google'), generateSigningKeys('oidc')])
  const server = createServer()
  server.listen(wantedPort, host)
  await once(server, 'listening').catch((error: unknown) => {
    throw explained(error, host, wantedPort)
  })
  const { port } = server.address() as AddressInfo
  const url = `http://localhost:${port}`
  serve(server, createRoutes({ origin: url, redirectTo, keys: { google, oidc } }))
  return { port, url, close: () => close(server) }
}

function serve(server: Server, handle: Handle): void {
  server.on('request', (request, response) => {
    answer(handle, request, response).catch((error: unknown) => fail(response, error))
  })
}

/** Handlers may throw before they promise anything. */
async function answer(handle: Handle, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await handle(request, response)
}

function fail(response: ServerResponse, error: unknown): void {
  reportFault(error)
  if (response.headersSent) response.destroy()
  else response.writeHead(500, { 'content-type': 'text/plain' }).end('The local provider failed. Its log says why.')
}

/** Cuts what is under way: a slow answer would hold everything for as long as it lasts. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}

function explained(error: unknown, host: string, port: number): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  if (error.code === 'EADDRINUSE') {
    return new StartFailure(
      `Port ${port} is in use. Stop what uses it, or set PORT to another, for example ${port + 1}.`,
    )
  }
  return new StartFailure(`Can't listen on ${host}:${port} (${String(error.code)}). Set HOST or PORT to another.`)
}
