import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a PostgreSQL over which everything passes but signals. */
export interface WayWithoutSignals {
  readonly url: string
  /** How many connections for signals it has refused. */
  readonly refused: () => number
  readonly close: () => void
}

/** The name that a server gives its connection for signals, in the first message of it. */
const signals = 'application_name\0latchkey signals\0'

/** Opens a way to a PostgreSQL on this machine that breaks each connection for signals as soon as it says what it is. */
export async function openWithoutSignals(target: string): Promise<WayWithoutSignals> {
  const { hostname, port: targetPort } = new URL(target)
  let refused = 0
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    sockets.add(client)
    client.on('error', () => undefined)
    client.on('close', () => sockets.delete(client))
    client.once('data', (first: Buffer) => {
      if (first.includes(signals)) {
        refused += 1
        client.destroy()
        return
      }
      const upstream = connect({ port: Number(targetPort), host: hostname })
      upstream.on('error', () => client.destroy())
      upstream.on('close', () => client.destroy())
      client.on('close', () => upstream.destroy())
      upstream.write(first)
      client.pipe(upstream).pipe(client)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(target)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: url.href,
    refused: () => refused,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
