import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

/** A way to a PostgreSQL that a test can cut, slow down and silence, and mend. */
export interface CuttableWay {
  /** The address of the server through the proxy. */
  readonly url: string
  /** Breaks every connection, and refuses new ones. */
  readonly cut: () => Promise<void>
  /** Passes everything on so many milliseconds later. */
  readonly delay: (milliseconds: number) => void
  /** Accepts connections, and passes nothing on. */
  readonly hold: () => void
  /**
   * Passes nothing on any more over the connections that are open now, of one `application_name` or of all: they stay open and
   * silent for ever. New ones are not concerned.
   */
  readonly silence: (application?: string) => void
  /** Ends a cut, a delay and a hold; what was held is passed on. */
  readonly mend: () => Promise<void>
  /** How many connections an `application_name` has opened. */
  readonly opened: (application: string) => number
}

interface WayConnection {
  readonly client: Socket
  readonly upstream: Socket
  application: string
  isSilent: boolean
}

/** Returns a proxy in front of a server on this machine, which is closed with the test. */
export async function openCuttableWay(target: string): Promise<CuttableWay> {
  const { hostname, port: targetPort } = new URL(target)
  const connections = new Set<WayConnection>()
  let latency = 0
  let held: PromiseWithResolvers<void> | null = null

  const passed = async (): Promise<void> => {
    if (latency > 0) await setTimeout(latency)
    await held?.promise
  }
  // One end must not learn from the proxy itself that the other one said goodbye.
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: Number(targetPort), host: hostname, allowHalfOpen: true })
    const connection = { client, upstream, application: '', isSilent: false }
    connections.add(connection)
    client.once('data', (first: Buffer) => (connection.application = applicationOf(first)))
    pass(connection, [connection.client, connection.upstream], passed)
    pass(connection, [connection.upstream, connection.client], passed)
  })
  const listenOn = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  const cut = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const { client, upstream } of connections) {
      client.resetAndDestroy()
      upstream.resetAndDestroy()
    }
    await closed
  }
  await listenOn(0)
  const { port } = server.address() as AddressInfo
  onTestFinished(async () => {
    if (server.listening) await cut()
  })
  const url = new URL(target)
  url.host = `127.0.0.1:${port}`
  return {
    url: url.href,
    cut,
    delay: (milliseconds) => void (latency = milliseconds),
    hold: () => void (held ??= Promise.withResolvers()),
    silence(application) {
      for (const each of connections) each.isSilent ||= application === undefined || each.application === application
    },
    async mend() {
      latency = 0
      held?.resolve()
      held = null
      if (!server.listening) await listenOn(port)
    },
    opened: (application) => [...connections].filter((each) => each.application === application).length,
  }
}

/** Passes on what one end of a connection sends, in its order, each part when `passed` says so. */
function pass(connection: WayConnection, [from, to]: readonly [Socket, Socket], passed: () => Promise<void>): void {
  let before = Promise.resolve()
  const inOrder = (work: () => void): void => {
    const own = passed()
    before = before.then(() => own).then(() => (connection.isSilent ? undefined : work()))
  }
  from.on('data', (chunk: Buffer) => inOrder(() => void to.write(chunk)))
  from.on('end', () => inOrder(() => void to.end()))
  from.on('close', () => inOrder(() => void to.destroy()))
  // The other end is told by the close that follows.
  from.on('error', () => undefined)
}

/** The `application_name` in the first message of a connection. */
function applicationOf(startup: Buffer): string {
  return /application_name\0([^\0]*)\0/.exec(startup.toString('latin1'))?.[1] ?? ''
}
