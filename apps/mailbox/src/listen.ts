import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'
import { StartFailure } from './settings.ts'

export interface ListenOptions {
  readonly host: string
  /** 0 means any free port. */
  readonly port: number
  /** The variable that sets the port. */
  readonly variable: string
}

export interface ListeningServer {
  readonly port: number
  /** Closes open connections too: a client that waits would otherwise delay the close. */
  close(): Promise<void>
}

/**
 * Has a server listen.
 * @throws {StartFailure} when it cannot
 */
export async function listen(server: Server, options: ListenOptions): Promise<ListeningServer> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(options.port, options.host)
  await once(server, 'listening').catch((error: unknown) => {
    throw startFailure(error, options)
  })
  const { port } = server.address() as AddressInfo
  return { port, close: () => close(server, sockets) }
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  for (const socket of sockets) socket.destroy()
  await closed
}

function startFailure(error: unknown, { host, port, variable }: ListenOptions): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  if (error.code === 'EADDRINUSE') {
    return new StartFailure(
      `Port ${port} is in use. Stop what uses it, or set ${variable} to another, for example ${port + 1}.`,
    )
  }
  return new StartFailure(
    `Can't listen on ${host}:${port} (${String(error.code)}). Set HOST or ${variable} to another.`,
  )
}
