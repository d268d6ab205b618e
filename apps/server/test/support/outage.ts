import { openPostgres } from '@latchkey/db/postgres'
import { expect } from 'vitest'
import type { SeededRandom } from './seeded-random.ts'
import type { ServerPair } from './server-pair.ts'
import { type Answer, ada, type Visitor } from './test-server.ts'
import { UserDriver } from './user-driver.ts'

/** How soon two servers must be well again by themselves, in milliseconds. */
export const recoveryBound = 5000
/** How long a request may take while PostgreSQL fails, in milliseconds: PostgreSQL's own limits, and those of the driver. */
export const answerBound = 10_000

const activeUsers = 4

/** What callers got while PostgreSQL failed. */
export interface Outage {
  /** Milliseconds from the end of the fault until both servers read and wrote. */
  readonly recovery: number
  /** Milliseconds that the slowest request of a signed-in browser took. */
  readonly slowest: number
  readonly answers: number
  /** How many of them were 503 `UNAVAILABLE`. */
  readonly unavailable: number
}

/** What two servers are under while their PostgreSQL fails: users who change things, and a browser at each that only reads. */
export class Load {
  readonly #servers: ServerPair
  readonly #random: SeededRandom
  readonly #users: UserDriver[] = []
  readonly #readers: Visitor[] = []

  constructor(servers: ServerPair, random: SeededRandom) {
    this.#servers = servers
    this.#random = random
  }

  /** Goes on while a fault happens, and until both servers are well again; then compares what they acknowledged. */
  async through(fault: () => Promise<void>): Promise<Outage> {
    await this.#begin()
    const seen = new Answers()
    const stopping = new AbortController()
    const acting = this.#users.slice(-activeUsers).map((user) => this.#act(user, seen, stopping.signal))
    const reading = this.#readers.map((reader) => read(reader, seen, stopping.signal))
    const all = Promise.all([...acting, ...reading])
    // What it fails with is seen below.
    all.catch(() => undefined)
    try {
      await seen.more(60)
      await fault()
      const over = performance.now()
      await Promise.all(this.#readers.map(recovered))
      seen.recoveredAt = performance.now()
      await Promise.race([seen.more(60), all])
      stopping.abort()
      await all
      return { ...seen.summary, recovery: seen.recoveredAt - over }
    } finally {
      stopping.abort()
      await all.catch(() => undefined)
    }
  }

  /** Compares what was acknowledged to those who acted in the last fault with what each server says. */
  async verify(): Promise<void> {
    await this.#verify(this.#users.slice(-activeUsers))
  }

  /** As {@link verify}, for all faults. */
  async verifyAll(): Promise<void> {
    await this.#verify(this.#users)
  }

  async #verify(users: readonly UserDriver[]): Promise<void> {
    for (const { url } of this.#servers) for (const user of users) await user.verify(url)
  }

  /** Other users act in each fault. */
  async #begin(): Promise<void> {
    const first = this.#users.length
    for (let user = first; user < first + activeUsers; user += 1) {
      this.#users.push(new UserDriver(`user${user}@example.com`, this.#random, { mayBeUnavailable: true }))
    }
    if (this.#readers.length > 0) return
    for (const [index, server] of this.#servers.entries()) this.#readers.push(await signedUpReader(server, index))
  }

  async #act(user: UserDriver, seen: Answers, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) if (await user.act(this.#random.pick(this.#servers).url)) seen.count()
  }
}

async function signedUpReader(server: ServerPair[number], index: number): Promise<Visitor> {
  const reader = server.visitor()
  const email = `reader${index}@example.com`
  expect((await reader.mutate('auth.signUp', { ...ada, email })).status).toBe(200)
  return reader
}

/** What a browser reads while PostgreSQL fails: who it is, or 503. */
async function read(reader: Visitor, seen: Answers, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const begun = performance.now()
    const answer = await reader.query('auth.me')
    const isUnavailable = answer.status === 503
    if (isUnavailable) expectUnavailable(answer)
    else expect([answer.status, answer.body.result.data?.user.name]).toEqual([200, ada.name])
    seen.note(begun, isUnavailable)
    // The process that answers a page without PostgreSQL is alive.
    if (isUnavailable) expect((await reader.request('/healthz')).status).toBe(200)
  }
}

export function expectUnavailable({ status, body }: Answer): void {
  expect([status, body.error?.data.reason]).toEqual([503, 'UNAVAILABLE'])
}

/** Resolves once a browser's server reads and writes; fails after the bound. */
export async function recovered(reader: Visitor): Promise<void> {
  const since = performance.now()
  for (let tries = 1; ; tries += 1) {
    const me = await reader.query('auth.me')
    const id = me.body.result?.data.session.id
    const renamed = await reader.mutate('sessions.rename', { id: id ?? '', name: `Laptop ${since} ${tries}` })
    if (me.status === 200 && renamed.status === 200) return
    expect(performance.now() - since).toBeLessThan(recoveryBound)
  }
}

class Answers {
  recoveredAt = Infinity
  #count = 0
  #slowest = 0
  #unavailable = 0
  #answers = 0
  #waiting: { readonly at: number; readonly resolve: () => void }[] = []

  /** Resolves after so many more changes were acknowledged. */
  more(number: number): Promise<void> {
    return new Promise((resolve) => void this.#waiting.push({ at: this.#count + number, resolve }))
  }

  count(): void {
    this.#count += 1
    for (const { at, resolve } of this.#waiting) if (at <= this.#count) resolve()
  }

  note(begun: number, isUnavailable: boolean): void {
    this.#answers += 1
    this.#slowest = Math.max(this.#slowest, performance.now() - begun)
    if (!isUnavailable) return
    this.#unavailable += 1
    if (begun > this.recoveredAt) throw new Error('a 503 after both servers were well again')
  }

  get summary(): Omit<Outage, 'recovery'> {
    return { slowest: this.#slowest, answers: this.#answers, unavailable: this.#unavailable }
  }
}

/** Sessions that started or ended without an event, and events of sessions that did neither. */
const halfStored = `
  SELECT 'no start of ' || id AS found FROM sessions WHERE NOT EXISTS (
    SELECT FROM events WHERE session_id = sessions.id AND type IN ('signed_up', 'signed_in'))
  UNION ALL
  SELECT 'no end of ' || id FROM sessions WHERE ended_at IS NOT NULL AND NOT EXISTS (
    SELECT FROM events WHERE (type = 'signed_out' AND session_id = sessions.id)
      OR (type = 'session_ended' AND details #>> '{target,id}' = sessions.id))
  UNION ALL
  SELECT 'no session for ' || type FROM events WHERE type IN ('signed_up', 'signed_in') AND NOT EXISTS (
    SELECT FROM sessions WHERE id = events.session_id)
  UNION ALL
  SELECT 'no ended session for ' || type FROM events WHERE type IN ('signed_out', 'session_ended') AND NOT EXISTS (
    SELECT FROM sessions WHERE ended_at IS NOT NULL
      AND id = CASE events.type WHEN 'signed_out' THEN events.session_id ELSE details #>> '{target,id}' END)`

/** Returns the changes that were stored without their events, or events without their changes. */
export async function findHalfStored(url: string): Promise<readonly unknown[]> {
  const { pool, close } = openPostgres({ url, maxConnections: 1 })
  try {
    return (await pool.query<{ found: string }>(halfStored)).rows.map(({ found }) => found)
  } finally {
    await close()
  }
}

/** Says in a word what an outage was, for the report of a test. */
export function describeOutage({ recovery, slowest, answers, unavailable }: Outage): string {
  const ms = (value: number): string => `${value.toFixed(0)} ms`
  return `well again after ${ms(recovery)}; ${unavailable} of ${answers} answers were 503, the slowest took ${ms(slowest)}`
}
