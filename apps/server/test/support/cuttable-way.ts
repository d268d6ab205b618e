import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A way to a server that a test can cut, and mend. */
export interface CuttableWay {
  /** The address of the server through the proxy. */
  readonly url: string
  /** Breaks every connection, and refuses new ones. */
  readonly cut: () => Promise<void>
  readonly mend: () => Promise<void>
}

/** Returns a proxy in front of a server on this machine, which is closed with the test. */
export async function openCuttableWay(target: string): Promise<CuttableWay> {
  const { hostname, port: targetPort } = new URL(target)
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(Number(targetPort), hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      // The other end is told by the close that follows.
      socket.on('error', () => undefined)
    }
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
    client.pipe(upstream).pipe(client)
  })
  const listenOn = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  const cut = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of sockets) socket.resetAndDestroy()
    await closed
  }
  await listenOn(0)
  const { port } = server.address() as AddressInfo
  onTestFinished(async () => {
    if (server.listening) await cut()
  })
  const url = new URL(target)
  url.host = `127.0.0.1:${port}`
  return { url: url.href, cut, mend: () => listenOn(port) }
}
