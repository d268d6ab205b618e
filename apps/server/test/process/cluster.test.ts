import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openStream } from '../support/event-stream.ts'
import { visit } from '../support/local-provider.ts'
import { isFree, type RunningCluster, startCluster } from '../support/start-cluster.ts'
import { ada, type Visitor } from '../support/test-server.ts'

const { name: _name, ...credentials } = ada
const forged = { 'X-Forwarded-For': '198.51.100.7' }
const bothServers = [1, 2]

/** Asks a few times who is signed in: each answer must be the same user. */
async function expectSignedIn(visitor: Visitor): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    const { status, body } = await visitor.query('auth.me')
    expect({ status, email: body?.result?.data?.user.email }).toEqual({ status: 200, email: ada.email })
  }
}

/** Both servers answer a browser, streams are not delayed, and the end of one server ends nothing else. */
async function expectTwoServers(cluster: RunningCluster, laptop: Visitor): Promise<void> {
  await expectSignedIn(laptop)
  // A line is there a moment after its answer.
  await vi.waitFor(() => {
    for (const server of bothServers) expect(cluster.logOf(server)).toContain('"procedure":"auth.me"')
  })

  const stream = await openStream(laptop)
  expect((await stream.next())?.event).toBe('connected')
  expect((await stream.next())?.data.type).toBe('sessions')
  const phone = cluster.visitor()
  expect((await phone.mutate('auth.signIn', credentials, forged)).status).toBe(200)
  expect((await stream.next())?.data.type).toBe('sessions')
  expect((await phone.query('auth.me', forged)).body.result.data.session.ip).toBe('127.0.0.1')
  stream.close()

  process.kill(cluster.pidOf('server 1'), 'SIGKILL')
  await expectSignedIn(laptop)
  await cluster.printed('server 1 ended (SIGKILL). The balancer goes on with the other.')
  await cluster.printed('server 1 runs again')
  await expectSignedIn(phone)
}

async function signInThroughProvider(cluster: RunningCluster): Promise<void> {
  const visitor = cluster.visitor()
  const { body } = await visitor.mutate('oauth.authorize', { provider: 'example' })
  const back = await visit(body.result.data.url, { login: 'grace' })
  expect(back.port).toBe(new URL(cluster.url).port)
  const callback = { provider: 'example', params: Object.fromEntries(back.searchParams) }
  expect((await visitor.mutate('oauth.callback', callback)).body.result.data.user.email).toBe('grace@example.com')
}

/** Ends a cluster: nothing that it started is left, and it left nothing listening. */
async function expectToStop(cluster: RunningCluster): Promise<void> {
  expect(await cluster.stop()).toBe(0)
  expect(cluster.output()).toContain('Stopped.')
  for (const pid of cluster.pids()) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  // A connection that was cut may take its port for a moment.
  await vi.waitFor(async () => expect(await Promise.all(cluster.ports.map(isFree))).not.toContain(false))
}

it(
  'a cluster goes on without one of its servers, ends as a whole, and finds its accounts again',
  { timeout: 240_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-cluster-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))

    // With what comes with Node and npm alone.
    const plain = await startCluster(folder, ['--without', 'nginx', '--without', 'redis-server'])
    expect(plain.output()).toContain('none: the servers run without it')
    expect(statSync(join(folder, 'app-secret')).mode & 0o777).toBe(0o600)
    const laptop = plain.visitor()
    expect((await laptop.mutate('auth.signUp', ada, forged)).status).toBe(200)
    await expectTwoServers(plain, laptop)
    await signInThroughProvider(plain)
    await expectToStop(plain)

    // With nginx and Redis, where they are.
    const next = await startCluster(folder)
    const again = next.visitor()
    expect((await again.mutate('auth.signIn', credentials)).status).toBe(200)
    await expectTwoServers(next, again)
    await expectToStop(next)
  },
)
