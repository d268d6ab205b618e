import { once } from 'node:events'
import { expect, it, vi } from 'vitest'
import type { BuiltServer } from '../support/built-server.ts'
import { deployTwo, type DeploymentOfTwo } from '../support/deployment.ts'
import { HttpsClient } from '../support/https-client.ts'
import { nginxTwoServers } from '../support/reverse-proxies.ts'
import { ada } from '../support/test-server.ts'

const laptopAddress = '127.0.0.9'
const phoneAddress = '127.0.0.10'
const waitOptions = { timeout: 30_000, interval: 50 }
const { name: _name, ...credentials } = ada
const callers = 4
/** How many answers of each caller are waited for at each step. */
const answersAtEachStep = 10

async function signUp(deployment: DeploymentOfTwo): Promise<HttpsClient> {
  const laptop = new HttpsClient(deployment, laptopAddress)
  expect((await laptop.mutate('auth.signUp', ada)).status).toBe(200)
  return laptop
}

function countOf({ log }: BuiltServer, procedure: string): number {
  return log.filter((line) => line.includes(`"procedure":"${procedure}"`)).length
}

/** A line is there a moment after its answer. */
function expectCounts({ servers }: DeploymentOfTwo, procedure: string, counts: readonly number[]): Promise<void> {
  return vi.waitFor(() => expect(servers.map((server) => countOf(server, procedure))).toEqual(counts), waitOptions)
}

/** Asks without a pause until it is stopped; returns the statuses that were answered so far. */
function keepAsking(ask: () => Promise<{ readonly status: number }>) {
  const statuses: number[] = []
  const stopped = new AbortController()
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) statuses.push((await ask()).status)
  }
  const runs = Array.from({ length: callers }, run)
  return {
    statuses,
    /** Resolves once each caller has had a few more answers. */
    goOn: async (): Promise<void> => {
      const enough = statuses.length + callers * answersAtEachStep
      await vi.waitUntil(() => statuses.length >= enough, waitOptions)
    },
    stop: async (): Promise<void> => {
      stopped.abort()
      await Promise.all(runs)
    },
  }
}

async function end({ pid }: BuiltServer, signal: NodeJS.Signals): Promise<void> {
  process.kill(pid, signal)
  await vi.waitUntil(() => {
    try {
      return !process.kill(pid, 0)
    } catch {
      return true
    }
  }, waitOptions)
}

/** Each of these tests starts two to four servers, on a machine that may be busy. */
const timeout = 120_000

it(
  'requests are given to both servers, which see the address of the client whatever it sends',
  { timeout },
  async () => {
    const deployment = await deployTwo(nginxTwoServers)
    const laptop = await signUp(deployment)
    for (let turn = 0; turn < 8; turn += 1) {
      const { body } = await laptop.query('auth.me', { 'X-Forwarded-For': '198.51.100.7' })
      expect(body.result.data.session.ip).toBe(laptopAddress)
    }
    await expectCounts(deployment, 'auth.me', [4, 4])
    for (const { log } of deployment.servers) {
      expect(log.join('\n')).not.toContain('198.51.100.')
      expect(log.filter((line) => line.includes('"level":40'))).toEqual([])
    }
  },
)

it('streams of both servers tell within a second that their session has ended, and end', { timeout }, async () => {
  const deployment = await deployTwo(nginxTwoServers)
  const laptop = await signUp(deployment)
  const phone = new HttpsClient(deployment, phoneAddress)
  await phone.mutate('auth.signIn', credentials)
  const { id } = (await phone.query('sessions.list')).body.result.data.current
  const received = ['', '']
  const ended = []
  for (const index of received.keys()) {
    const stream = await phone.open('GET', '/trpc/sessions.watch', { Accept: 'text/event-stream' })
    stream.on('data', (chunk: Buffer) => (received[index] += chunk.toString()))
    ended.push(once(stream, 'end'))
  }
  await vi.waitFor(() => {
    for (const text of received) expect(text).toContain('"type":"sessions"')
  }, waitOptions)
  await laptop.mutate('sessions.end', { id })
  const answered = performance.now()
  await Promise.all(ended)
  expect(performance.now() - answered).toBeLessThan(1000)
  for (const text of received) expect(text).toContain('"type":"ended"')
  // One stream at each.
  await expectCounts(deployment, 'sessions.watch', [1, 1])
})

it('no request fails while one server after the other stops and starts again', { timeout }, async () => {
  const deployment = await deployTwo(nginxTwoServers)
  const laptop = await signUp(deployment)
  const asking = keepAsking(() => laptop.query('auth.me'))
  await asking.goOn()
  for (const server of deployment.servers) {
    await end(server, 'SIGTERM')
    await asking.goOn()
    // The other one stops next, without a pause: nginx must not take this one for away any more.
    await deployment.startAgain(server)
  }
  await asking.stop()
  expect(asking.statuses.filter((status) => status !== 200)).toEqual([])
})

it('a server that is killed fails no request that changes nothing, and the session goes on', { timeout }, async () => {
  const deployment = await deployTwo(nginxTwoServers)
  const laptop = await signUp(deployment)
  const asking = keepAsking(() => laptop.query('auth.me'))
  await asking.goOn()
  await end(deployment.servers[0], 'SIGKILL')
  await asking.goOn()
  await asking.stop()
  expect(asking.statuses.filter((status) => status !== 200)).toEqual([])
  expect((await laptop.mutate('users.rename', { name: 'Ada L.' })).status).toBe(200)
  expect((await laptop.query('auth.me')).body.result.data.user.name).toBe('Ada L.')
})
