import { openPostgres } from '@latchkey/db/postgres'
import { createTestDatabase } from '@latchkey/db/testing'
import { openCuttableWay } from '@latchkey/db/testing/cuttable-way'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { answerBound, expectUnavailable, recovered } from '../support/outage.ts'
import { type ServerPair, startServerPair } from '../support/server-pair.ts'
import { type Answer, ada, type Visitor } from '../support/test-server.ts'

const longTimeout = 60_000
const bob = { ...ada, email: 'bob@example.com' }
const credentials = ({ email, password }: typeof ada): object => ({ email, password })

async function newDatabase(): Promise<string> {
  const { url, drop } = await createTestDatabase(inject('postgres'))
  onTestFinished(drop)
  return url
}

/** Holds a lock in a transaction beside the servers; returns what rolls it back. */
async function holdLock(url: string, statement: string): Promise<() => Promise<void>> {
  const { pool, close } = openPostgres({ url, maxConnections: 1 })
  onTestFinished(close)
  // It does nothing for longer than a transaction of a server may.
  await pool.query('SET idle_in_transaction_session_timeout = 0')
  await pool.query('BEGIN')
  await pool.query(statement)
  return async () => void (await pool.query('ROLLBACK'))
}

/** Calls at once; returns the answers and how many milliseconds the slowest took. */
async function timed(calls: readonly Promise<Answer>[]): Promise<readonly [readonly Answer[], number]> {
  const since = performance.now()
  return [await Promise.all(calls), performance.now() - since]
}

/** What needs no PostgreSQL is answered at once. */
async function expectAlive(servers: ServerPair): Promise<void> {
  for (const server of servers) {
    const [answers, slowest] = await timed(['/healthz', '/'].map((path) => server.visitor().request(path)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    // Before any limit for PostgreSQL has run out.
    expect(slowest).toBeLessThan(2000)
  }
}

async function signedUp(server: ServerPair[number], user: typeof ada): Promise<Visitor> {
  const visitor = server.visitor()
  expect((await visitor.mutate('auth.signUp', user)).status).toBe(200)
  return visitor
}

describe('two servers over a PostgreSQL that is slow', { timeout: longTimeout }, () => {
  it('answer later, and right', async ({ annotate }) => {
    const url = await newDatabase()
    const way = await openCuttableWay(url)
    const servers = await startServerPair([way.url, url])
    const laptop = await signedUp(servers[0], ada)
    way.delay(150)
    const phone = servers[0].visitor()
    const [signIn, signInTook] = await timed([phone.mutate('auth.signIn', credentials(ada))])
    expect(signIn.map(({ status }) => status)).toEqual([200])
    const [me, meTook] = await timed(Array.from({ length: 50 }, () => laptop.query('auth.me')))
    for (const { body } of me) expect(body.result.data.user.email).toBe(ada.email)
    const { id } = (await phone.query('auth.me')).body.result.data.session
    expect((await laptop.mutate('sessions.end', { id })).body.result.data).toEqual({ ended: true })
    expect((await phone.query('auth.me')).body.result.data).toBeNull()
    await expectAlive(servers)
    await annotate(
      `300 ms there and back: a sign-in ${signInTook.toFixed(0)} ms, 50 reads at once ${meTook.toFixed(0)} ms`,
    )
  })

  it('answer 503 while all sessions are locked, and go on at once when they are not', async ({ annotate }) => {
    const url = await newDatabase()
    const servers = await startServerPair([url, url])
    const owners = await Promise.all([signedUp(servers[0], ada), signedUp(servers[1], bob)])
    const unlock = await holdLock(url, 'LOCK TABLE sessions IN ACCESS EXCLUSIVE MODE')
    const calls = owners.flatMap((owner, server) => [
      ...Array.from({ length: 20 }, () => owner.query('auth.me')),
      owner.mutate('auth.signOut'),
      owner.mutate('sessions.endOthers'),
      (servers[server] ?? servers[0]).visitor().mutate('auth.signIn', credentials(ada)),
    ])
    const answered = timed(calls)
    await expectAlive(servers)
    const [answers, slowest] = await answered
    for (const answer of answers) expectUnavailable(answer)
    expect(slowest).toBeLessThan(answerBound)
    await unlock()
    const since = performance.now()
    await Promise.all(owners.map(recovered))
    const recovery = performance.now() - since
    expect(recovery).toBeLessThan(2000)
    await annotate(`the slowest 503 took ${slowest.toFixed(0)} ms; well again after ${recovery.toFixed(0)} ms`)
  })

  it('answer 503 to changes of a user whose row is locked, and serve reads and other users', async ({ annotate }) => {
    const url = await newDatabase()
    const servers = await startServerPair([url, url])
    const [laptop, other] = await Promise.all([signedUp(servers[0], ada), signedUp(servers[0], bob)])
    const unlock = await holdLock(url, `SELECT FROM users WHERE email = '${ada.email}' FOR UPDATE`)
    const changes = timed([
      laptop.mutate('sessions.endOthers'),
      servers[0].visitor().mutate('auth.signIn', credentials(ada)),
      servers[1].visitor().mutate('auth.signIn', credentials(ada)),
    ])
    const [others, othersTook] = await timed([
      laptop.query('auth.me'),
      other.query('auth.me'),
      other.mutate('sessions.endOthers'),
      ...servers.map((server) => server.visitor().mutate('auth.signIn', credentials(bob))),
    ])
    expect(others.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(othersTook).toBeLessThan(1500)
    const [answers, slowest] = await changes
    for (const answer of answers) expectUnavailable(answer)
    expect(slowest).toBeLessThan(answerBound)
    await unlock()
    expect((await servers[1].visitor().mutate('auth.signIn', credentials(ada))).status).toBe(200)
    await annotate(
      `the slowest 503 took ${slowest.toFixed(0)} ms, five calls that need no lock ${othersTook.toFixed(0)} ms`,
    )
  })
})
