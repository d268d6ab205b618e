import { readdirSync, readFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { type FaultServer, startFaultServer } from '../support/fault-server.ts'
import { ada } from '../support/test-server.ts'

const longTimeout = 180_000
/** A time that a busy machine stays within. */
const waitOptions = { timeout: 60_000, interval: 50 }

const descriptors = ({ pid }: FaultServer): number => readdirSync(`/proc/${pid}/fd`).length

function residentMegabytes({ pid }: FaultServer): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

function openSockets({ url }: FaultServer, count: number): readonly Socket[] {
  const { hostname, port } = new URL(url)
  const sockets = Array.from({ length: count }, () => connect(Number(port), hostname).on('error', () => undefined))
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()))
  return sockets
}

it(
  'serves again after every descriptor was in use',
  async () => {
    const server = await startFaultServer({ resourceLimits: ['--nofile=64'] })
    await server.visitor().mutate('auth.signUp', ada)
    const before = descriptors(server)
    const sockets = openSockets(server, 200)
    await vi.waitUntil(() => descriptors(server) >= 60, waitOptions)
    for (const socket of sockets) socket.destroy()
    await vi.waitUntil(() => descriptors(server) <= before + 2, waitOptions)
    const { email, password } = ada
    expect((await server.visitor().mutate('auth.signIn', { email, password })).status).toBe(200)
    expect((await server.visitor().request('/healthz')).status).toBe(200)
  },
  longTimeout,
)

/** Opens a stream whose answer is never read. Resolves with its status; `null` when the connection is closed. */
function openUnread({ url }: FaultServer, cookie: string, agent: Agent): Promise<number | null> {
  return new Promise((resolve) => {
    const request = get(`${url}/trpc/sessions.watch`, { agent, headers: { cookie, accept: 'text/event-stream' } })
    request.on('response', (response) => {
      response.pause()
      response.on('error', () => undefined)
      resolve(response.statusCode ?? null)
    })
    request.on('error', () => resolve(null))
    onTestFinished(() => void request.destroy())
  })
}

it(
  'bounds the streams of one user, and answers others meanwhile',
  async (test) => {
    const server = await startFaultServer({ resourceLimits: ['--nofile=1024'] })
    const ada1 = server.visitor()
    await ada1.mutate('auth.signUp', ada)
    const agent = new Agent({ maxSockets: Infinity })
    onTestFinished(() => agent.destroy())
    const before = { descriptors: descriptors(server), memory: residentMegabytes(server) }
    const cookies = [ada1.cookie ?? '']
    for (let count = 0; count < 14; count += 1) {
      const visitor = server.visitor()
      await visitor.mutate('auth.signIn', { email: ada.email, password: ada.password })
      cookies.push(visitor.cookie ?? '')
    }
    await Promise.all(Array.from({ length: 500 }, (_, index) => openUnread(server, cookies[index % 15] ?? '', agent)))
    const bob = server.visitor()
    expect((await bob.mutate('auth.signUp', { ...ada, email: 'bob@example.com' })).status).toBe(200)
    expect((await bob.query('auth.me')).status).toBe(200)
    // The oldest streams are closed; what is left is what one user may have.
    await vi.waitUntil(() => descriptors(server) - before.descriptors <= 60, waitOptions)
    const growth = residentMegabytes(server) - before.memory
    expect(growth).toBeLessThan(150)
    await test.annotate(`500 streams opened, ${growth.toFixed(0)} MB more resident`)
  },
  longTimeout,
)

it(
  'stays within a small heap under anonymous requests, which store nothing',
  async (test) => {
    const server = await startFaultServer({ nodeArgs: ['--max-old-space-size=128'] })
    await server.visitor().mutate('auth.signUp', ada)
    const agent = new Agent({ keepAlive: true, maxSockets: 32 })
    onTestFinished(() => agent.destroy())
    const rows = (await server.visitor().request('/readyz')).status
    expect(rows).toBe(200)
    const send = (index: number): Promise<void> =>
      new Promise((resolve, reject) => {
        const cookie = `latchkey=${index.toString(36).padStart(43, 'A')}`
        get(`${server.url}/trpc/auth.me`, { agent, headers: { cookie } }, (response) => {
          response.resume()
          response.on('end', () => resolve())
        }).on('error', reject)
      })
    for (let batch = 0; batch < 100; batch += 1) {
      await Promise.all(Array.from({ length: 200 }, (_, index) => send(batch * 200 + index)))
    }
    expect((await server.visitor().request('/healthz')).status).toBe(200)
    await test.annotate(`20,000 anonymous requests, ${residentMegabytes(server).toFixed(0)} MB resident`)
  },
  longTimeout,
)
