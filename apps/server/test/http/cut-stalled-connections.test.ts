import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { cutStalledConnections } from '../../src/http/cut-stalled-connections.ts'

const timeoutMs = 400
/** More than the system keeps for a connection that is not read. */
const large = Buffer.alloc(32_000_000, 'x')

interface Unread {
  readonly client: Socket
  /** The server's end of the connection. */
  readonly served: Socket
}

/** Starts a server with a short timeout. Returns a function that connects, asks for a path once and reads nothing yet. */
async function startServer(
  answer: RequestListener,
  stallTimeoutMs = timeoutMs,
): Promise<(path?: string) => Promise<Unread>> {
  const server = createServer(answer)
  cutStalledConnections(server, stallTimeoutMs)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return async (path = '/') => {
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
    client.on('error', () => undefined)
    onTestFinished(() => void client.destroy())
    client.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    const [{ socket: served }] = await once(server, 'request')
    return { client, served }
  }
}

it('a connection whose answer is not taken is cut, and one with a longer timeout of its own is not', async () => {
  const ask = await startServer((req, res) => {
    if (req.url === '/stream') res.setTimeout(60_000)
    res.end(large)
  })
  const stream = await ask('/stream')
  const plain = await ask('/plain')
  await once(plain.served, 'close')
  expect(stream.served.destroyed).toBe(false)
})

it('a peer that reads slowly gets all of its answer', async () => {
  // The system passes bytes on in bursts: on a busy machine there can be most of a second between two of them.
  const slowTimeoutMs = 2000
  const answer = Buffer.alloc(64_000_000, 'x')
  const ask = await startServer((_req, res) => void res.end(answer), slowTimeoutMs)
  const { client } = await ask()
  let received = 0
  const started = performance.now()
  const elapsed = (): number => performance.now() - started
  client.on('data', (chunk) => {
    received += chunk.length
    if (elapsed() > slowTimeoutMs * 1.25) return
    client.pause()
    setTimeout(() => client.resume(), 4)
  })
  await once(client, 'close')
  expect(received).toBeGreaterThan(answer.length)
  expect(elapsed()).toBeGreaterThan(slowTimeoutMs)
})

it('a connection that waits for its answer longer than the timeout gets it', async () => {
  const ask = await startServer((_req, res) => void setTimeout(() => res.end('late'), timeoutMs * 2))
  const { client } = await ask()
  let text = ''
  client.on('data', (chunk) => (text += chunk.toString()))
  await once(client, 'close')
  expect(text).toContain('late')
})
