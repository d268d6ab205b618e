import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { reportError } from '../report-error.ts'
import { isLoopbackHost } from './loopback.ts'
import { type Handle, sendText, setHeaders } from './respond.ts'

/** Has a server answer the requests that name this machine, and refuse others. */
export function serve(server: Server, handle: Handle): void {
  server.on('request', (request, response) => {
    handleRequest(handle, request, response).catch((error: unknown) => fail(response, error))
  })
}

/** Turns an error that a handler throws synchronously into a rejection. */
async function handleRequest(handle: Handle, request: IncomingMessage, response: ServerResponse): Promise<void> {
  setHeaders(response)
  if (isLoopbackHost(request.headers.host)) await handle(request, response)
  else sendText(response, 403, 'The local mailbox answers to localhost only.')
}

function fail(response: ServerResponse, error: unknown): void {
  reportError(error)
  if (response.headersSent) response.destroy()
  else sendText(response, 500, 'The local mailbox failed. Its log says why.')
}
