import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { type BuiltServer, shareBuiltServer, startBuiltServer } from '../support/built-server.ts'
import { sendRaw } from '../support/raw-request.ts'
import { ada } from '../support/test-server.ts'

const script = '/assets/large-1a2b3c.js'
const large = 600_000
const webFiles = { [script]: 'x'.repeat(large), [`${script}.br`]: 'y'.repeat(large) }

/** A time that a busy machine stays within. */
const waitOptions = { timeout: 60_000, interval: 50 }

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`

function openDescriptors({ pid }: BuiltServer): number {
  return readdirSync(`/proc/${pid}/fd`).length
}

function residentMegabytes({ pid }: BuiltServer): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

/** Connects, sends requests in one piece, and reads nothing. Ignores errors: the server may hang up. */
async function pipeline({ url }: BuiltServer, requests: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  await new Promise((resolve) => socket.write(requests, resolve))
  return socket
}

/** Opens connections one after the other, each with the same requests, none of which is read. */
async function pipelineMany(server: BuiltServer, connections: number, requests: string): Promise<readonly Socket[]> {
  const sockets: Socket[] = []
  for (let opened = 0; opened < connections; opened += 1) sockets.push(await pipeline(server, requests))
  // The server answers this one after it has read those.
  await sendRaw(server.url, '/healthz', [])
  return sockets
}

/** Resolves when a connection is closed, also by a reset. */
function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.once('close', () => resolve()))
}

/** Everything that comes until the server hangs up. */
async function readToEnd(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (chunk) => (text += chunk.toString('latin1')))
  await closeOf(socket)
  return text
}

/** How many connections to PostgreSQL jobs may open meanwhile. */
const pooled = inject('engine') === 'postgres' ? 10 : 0

describe('a connection that is not read', { timeout: 120_000 }, () => {
  it.each([
    ['ten requests each', 10],
    ['thirty requests each', 30],
  ])('leaves no open descriptor behind when it closes, with %s', async (_, depth) => {
    const server = await startBuiltServer({ webFiles })
    expect((await sendRaw(server.url, script, [])).status).toBe(200)
    const before = await vi.waitFor(() => settledDescriptors(server), waitOptions)
    const sockets = await pipelineMany(server, 104, get(script).repeat(depth))
    for (const socket of sockets) socket.destroy()
    await vi.waitFor(() => expect(openDescriptors(server)).toBeLessThanOrEqual(before + pooled), waitOptions)
    expect((await server.visitor().mutate('auth.signUp', ada)).status).toBe(200)
  })

  it('pins no memory while it is open', async () => {
    const server = await startBuiltServer({ webFiles })
    await pipelineMany(server, 20, get(script).repeat(10))
    const before = residentMegabytes(server)
    await pipelineMany(server, 103, get(script).repeat(10))
    expect(residentMegabytes(server) - before).toBeLessThan(64)
  })

  it('is cut although its peer holds it open', async () => {
    const server = await startBuiltServer({ webFiles, limits: { stallTimeout: 2000 } })
    const before = openDescriptors(server)
    await pipelineMany(server, 20, get(script).repeat(10))
    expect(openDescriptors(server)).toBeGreaterThanOrEqual(before + 20)
    await vi.waitFor(() => expect(openDescriptors(server)).toBeLessThanOrEqual(before + 1), waitOptions)
  })
})

describe('pipelined requests', () => {
  it('get their answers in their order, up to ten at once', async () => {
    const server = await startBuiltServer({ webFiles })
    const last = `GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`
    const text = await readToEnd(await pipeline(server, get('/nowhere.js').repeat(9) + last))
    expect(text.match(/HTTP\/1\.1 \d{3}/g)).toEqual([...Array<string>(9).fill('HTTP/1.1 404'), 'HTTP/1.1 200'])
  })

  it('close the connection when there are more than ten, and the rest is not handled', async () => {
    const server = await startBuiltServer({ webFiles })
    await readToEnd(await pipeline(server, get('/nowhere.js').repeat(1000)))
    const answered = server.log.filter((line) => line.includes('/nowhere.js'))
    expect(answered.length).toBeLessThanOrEqual(10)
    expect((await server.visitor().request('/healthz')).status).toBe(200)
  })
})

/** Peers that keep a connection busy; each is cut by one of the timeouts. */
const slowPeers: readonly (readonly [name: string, bytes: string])[] = [
  ['send nothing', ''],
  ['never end their header', 'GET /healthz HTTP/1.1\r\nHost: x\r\nA: '],
  [
    'never end their body',
    'POST /trpc/auth.signUp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
  ],
  [
    'never end their form',
    'POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 99\r\n\r\na',
  ],
  ['never read their answers', get(script).repeat(10)],
]
const slowConnections = 40
const shortLimits = { headersTimeout: 500, requestTimeout: 800, stallTimeout: 800, checkInterval: 50 }

describe('slow peers', { timeout: 120_000 }, () => {
  const server = shareBuiltServer({ webFiles, limits: shortLimits })

  it.each(slowPeers)('that %s cost others nothing, and are cut', async (_, bytes) => {
    const sockets = await pipelineMany(server(), slowConnections, bytes)
    const visitor = server().visitor()
    expect((await visitor.request('/readyz')).status).toBe(200)
    expect((await visitor.query('auth.me')).status).toBe(200)
    await vi.waitFor(() => expect(openConnections(server())).toBeLessThan(slowConnections / 2), waitOptions)
    for (const socket of sockets) socket.destroy()
    expect((await visitor.query('auth.me')).status).toBe(200)
  })
})

describe('the number of connections', { timeout: 120_000 }, () => {
  const maxConnections = 40
  const server = shareBuiltServer({ webFiles, limits: { ...shortLimits, stallTimeout: 5000, maxConnections } })

  it('is bounded, and the one that was idle for longest makes room for a new one', async () => {
    const idle: Socket[] = []
    for (let opened = 0; opened < maxConnections * 2; opened += 1) {
      const socket = await pipeline(server(), get('/healthz'))
      expect(String(await once(socket, 'data'))).toContain('200 OK')
      idle.push(socket)
    }
    await vi.waitFor(() => expect(idle.filter((socket) => socket.closed).length).toBeGreaterThanOrEqual(maxConnections))
    expect(idle.map((socket) => socket.closed).lastIndexOf(true)).toBeLessThan(maxConnections * 1.5)
    for (const socket of idle) socket.destroy()
  })

  it.each(slowPeers.slice(0, 3))('is not used up by peers that %s: they make room for each other', async (_, bytes) => {
    const sockets: Socket[] = []
    for (let opened = 0; opened < maxConnections * 2; opened += 1) {
      sockets.push(await pipeline(server(), bytes))
      // From an address of its own, and from that of the others.
      if (opened % 8 === 0)
        expect((await sendRaw(server().url, '/healthz', [], { localAddress: '127.0.0.2' })).status).toBe(200)
      if (opened % 8 === 4) expect((await sendRaw(server().url, '/healthz', [])).status).toBe(200)
    }
    for (const socket of sockets) socket.destroy()
  })

  it('leaves no place for one more while all have a request, and has it again when they are cut', async () => {
    const sockets: Socket[] = []
    for (let opened = 0; opened < maxConnections; opened += 1) {
      const socket = await pipeline(server(), get(script).repeat(10))
      // Its request was read, and its answers have begun.
      await once(socket, 'readable')
      sockets.push(socket)
    }
    const one = await pipeline(server(), get('/healthz'))
    expect(await readToEnd(one)).toBe('')
    for (const socket of sockets) socket.destroy()
    await vi.waitFor(async () => expect((await server().visitor().request('/healthz')).status).toBe(200), waitOptions)
  })
})

it('an idle connection is kept for longer than a proxy keeps it', async () => {
  const server = await startBuiltServer()
  const answer = await pipeline(server, get('/healthz'))
  expect(String(await once(answer, 'data'))).toContain('Keep-Alive: timeout=75')
})

/** The connections that a server has open. */
function openConnections(server: BuiltServer): number {
  const connections = readFileSync(`/proc/${server.pid}/net/tcp`, 'utf8')
  const port = Number(new URL(server.url).port).toString(16).toUpperCase().padStart(4, '0')
  return connections.match(new RegExp(`: [0-9A-F]{8}:${port} [0-9A-F]{8}:[0-9A-F]{4} 01`, 'g'))?.length ?? 0
}

/** The descriptors of a server that has no connection open. */
function settledDescriptors(server: BuiltServer): number {
  expect(openConnections(server)).toBe(0)
  return openDescriptors(server)
}
