import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, inject, it, onTestFinished } from 'vitest'
import { type Answer, ada, Visitor } from '../support/test-server.ts'
import { seededRandom, withSeed } from '../support/seeded-random.ts'
import { openSessionRows } from '../support/session-rows.ts'
import { type ClockedServer, startClockedServer } from '../support/start-clocked-server.ts'
import { newTestDatabase } from '../support/test-database.ts'

const minute = 60_000
const hour = 60 * minute
const rounds = inject('engine') === 'postgres' ? 60 : 200
/** 200 rounds take some fifteen seconds on an idle machine. */
const timeout = 240_000

/** One browser that reaches all servers, as through a balancer, and keeps every token that it ever had. */
class Browser {
  readonly tokens: string[] = []
  readonly statuses: number[] = []

  query({ url }: ClockedServer, path: string): Promise<Answer> {
    return this.#send(url, (visitor) => visitor.query(path))
  }

  mutate({ url }: ClockedServer, path: string, input?: unknown): Promise<Answer> {
    return this.#send(url, (visitor) => visitor.mutate(path, input))
  }

  async #send(url: string, call: (visitor: Visitor) => Promise<Answer>): Promise<Answer> {
    const visitor = new Visitor(url, {})
    const sent = this.tokens.at(-1)
    if (sent !== undefined) visitor.cookie = `latchkey=${sent}`
    const answer = await call(visitor)
    if (visitor.token !== '' && visitor.token !== sent) this.tokens.push(visitor.token)
    this.statuses.push(answer.status)
    return answer
  }
}

/** Two servers over one database; the second one's clock is late, so what it saw last is older than what the first wrote. */
async function startTwo() {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const { drop, ...database } = await newTestDatabase(folder)
  onTestFinished(async () => {
    await drop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  })
  const url = database.databaseEnv['DATABASE_URL'] ?? ''
  const first = await startClockedServer(url)
  const servers = [first, await startClockedServer(url)] as const
  const rows = openSessionRows(database)
  let clock = Date.UTC(2100, 0, 1)
  const moveClock = async (by: number): Promise<void> => {
    clock += by
    await Promise.all(servers.map((server, index) => server.setClock(clock - index * 1.5 * minute)))
  }
  await moveClock(0)
  await new Browser().mutate(first, 'auth.signUp', ada)
  return { servers, rows, moveClock }
}

const endings = ['end', 'endOthers', 'signOut'] as const
const endingsByRound = [['end'], ['endOthers'], ['signOut'], endings] as const

it('an ending wins over renewals, rotations and last-seen times, on two servers', { timeout }, async (test) => {
  const { servers, rows, moveClock } = await startTwo()
  const random = seededRandom(randomInt(2 ** 31))
  const either = (): ClockedServer => random.pick(servers)
  const { email, password } = ada
  const counts = { unavailable: 0, rotated: 0 }
  /** Milliseconds by which endings may come later than rotations, which hash a password first. It follows what rounds bring. */
  let headStart = 0

  async function race(round: number): Promise<void> {
    const [a, b] = [new Browser(), new Browser()]
    await b.mutate(either(), 'auth.signIn', { email, password })
    const idOfB: string = (await b.query(either(), 'auth.me')).body.result.data.session.id
    // Of 12 hours without use more than half are over: requests of B renew.
    await moveClock(7 * hour)
    await a.mutate(either(), 'auth.signIn', { email, password })

    const calls = {
      end: () => a.mutate(either(), 'sessions.end', { id: idOfB }),
      endOthers: () => a.mutate(either(), 'sessions.endOthers'),
      signOut: () => b.mutate(either(), 'auth.signOut'),
    }
    const endBy = async (ending: (typeof endings)[number]): Promise<void> => {
      const { status } = await calls[ending]()
      const { hasToken } = await rows.read(idOfB)
      if (status === 200) expect(hasToken).toBe(false)
      // The database was busy, or a rotation was faster than a sign-out: once more, with the token that there is now.
      else if (hasToken) await endBy(ending)
    }
    const seen = [(await rows.read(idOfB)).lastSeenAt]
    let looked: Promise<unknown> = Promise.resolve()
    /** One look after the other: answers to several at once may come in another order. */
    const look = (): Promise<unknown> => {
      looked = looked.then(async () => seen.push((await rows.read(idOfB)).lastSeenAt))
      return looked
    }
    const soon = async (call: () => Promise<unknown>, within = 15): Promise<void> => {
      await setTimeout(random.below(within))
      await call()
      await look()
    }
    await Promise.all([
      ...(endingsByRound[round % endingsByRound.length] ?? endings).map((ending) =>
        soon(() => endBy(ending), 15 + headStart),
      ),
      ...[...servers, ...servers, ...servers].map((server) => soon(() => b.query(server, 'auth.me'))),
      ...[...servers, ...servers].map((server) => soon(() => b.mutate(server, 'auth.stepUp', { password }))),
      ...[...servers, ...servers].map((server) => soon(() => server.flush())),
    ])
    await Promise.all(servers.map((server) => soon(() => server.flush())))

    for (const token of b.tokens) {
      for (const { url } of servers) {
        const thief = new Visitor(url, {})
        thief.cookie = `latchkey=${token}`
        const { status, body } = await thief.query('events.list')
        expect({ status, reason: body.error?.data.reason }).toEqual({ status: 401, reason: 'SESSION_ENDED' })
      }
    }
    const { hasToken, endReason } = await rows.read(idOfB)
    expect(hasToken).toBe(false)
    expect(['ended_by_user', 'signed_out']).toContain(endReason)
    expect(seen).toEqual(seen.toSorted((x, y) => x - y))
    // The ending and its event are one transaction.
    expect(await rows.endings(idOfB)).toBe(1)

    for (const server of servers) expect((await a.query(server, 'auth.me')).body.result.data).not.toBeNull()
    while ((await a.mutate(either(), 'auth.signOut')).status !== 200) expect(a.statuses.at(-1)).toBe(503)
    // A server answers 503 when the database stays locked for longer than it waits, and writes nothing then.
    const faults = [...a.statuses, ...b.statuses].filter((status) => status >= 500)
    expect(faults.filter((status) => status !== 503)).toEqual([])
    counts.unavailable += faults.length
    counts.rotated += b.tokens.length - 1
    headStart = b.tokens.length > 1 ? Math.floor(headStart / 2) : Math.min(2 * headStart + 8, 500)
  }

  for (let round = 0; round < rounds; round += 1) await withSeed(random, `round ${round}`, () => race(round))
  await test.annotate(`${rounds} rounds: ${JSON.stringify(counts)}`)
  // Rotations did compete with the endings.
  expect(counts.rotated).toBeGreaterThan(rounds / 8)
})
