import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { openPostgres } from '@latchkey/db/postgres'
import { createTestDatabase } from '@latchkey/db/testing'
import { expect, inject, it, onTestFinished } from 'vitest'
import { type FaultServer, startFaultServer } from '../support/fault-server.ts'
import { findHalfStored } from '../support/outage.ts'
import { seededRandom, type SeededRandom, withSeed } from '../support/seeded-random.ts'
import { ada, type Answer, type Visitor } from '../support/test-server.ts'
import { testSecret } from '../support/test-secret.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How often the test kills the server. */
    readonly crashes: number
  }
}

const rounds = inject('crashes')
const timeout = 60_000 + rounds * 6000
/** How many other sessions a user has, which one call ends. */
const others = 5

interface EndingCall {
  readonly send: (laptop: Visitor) => Promise<Answer>
  /** Milliseconds: the kill comes at a random moment before. It follows the machine, so that some calls are answered. */
  killedWithin: number
}

const endingCalls = (): readonly EndingCall[] => [
  { send: (laptop) => laptop.mutate('sessions.endOthers'), killedWithin: 40 },
  {
    send: (laptop) =>
      laptop.mutate('passwords.change', { currentPassword: ada.password, newPassword: 'another horse battery' }),
    killedWithin: 80,
  },
]

const storedSql = `SELECT count(*) FILTER (WHERE ended_at IS NULL)::integer AS live,
  (SELECT count(*)::integer FROM events WHERE type = 'session_ended' AND user_id = $1) AS endings
  FROM sessions WHERE user_id = $1 AND id <> $2`

it(
  'ends all sessions with their events or none when a server is killed meanwhile, and the other server agrees',
  { timeout },
  async ({ annotate }) => {
    const { url, drop } = await createTestDatabase(inject('postgres'))
    onTestFinished(drop)
    const { pool, close } = openPostgres({ url, maxConnections: 1 })
    onTestFinished(close)
    const start = (): Promise<FaultServer> =>
      startFaultServer({ env: { DATABASE_URL: url, APP_SECRETS: testSecret('shared') } })
    const [survivor, first] = await Promise.all([start(), start()])
    const random = seededRandom(randomInt(2 ** 31))
    const calls = endingCalls()
    const seen = { acknowledged: 0, ended: 0, nothing: 0 }

    let next: Promise<FaultServer> = Promise.resolve(first)
    for (let round = 0; round < rounds; round += 1) {
      const killed = await next
      // It starts while this round goes on.
      next = start()
      await withSeed(random, `round ${round}`, async () => {
        const user = { ...ada, email: `user${round}@example.com` }
        const laptop = killed.visitor()
        expect((await laptop.mutate('auth.signUp', user)).status).toBe(200)
        const { session, user: view } = (await laptop.query('auth.me')).body.result.data
        const phones = await Promise.all(Array.from({ length: others }, () => signIn(survivor, user)))
        const isAcknowledged = await callAndKill(killed, laptop, random.pick(calls), random)
        await finished(pool)
        const { rows } = await pool.query<{ live: number; endings: number }>(storedSql, [view.id, session.id])
        const [{ live, endings } = { live: -1, endings: -1 }] = rows
        expect([0, others]).toContain(live)
        expect(endings).toBe(others - live)
        if (isAcknowledged) expect(live).toBe(0)
        for (const phone of phones) {
          const { data } = (await phone.query('auth.me')).body.result
          expect(data === null).toBe(live === 0)
        }
        seen[isAcknowledged ? 'acknowledged' : live === 0 ? 'ended' : 'nothing'] += 1
      })
    }
    await next
    expect(await findHalfStored(url)).toEqual([])
    await annotate(`${rounds} kills: ${JSON.stringify(seen)}`)
  },
)

async function signIn(server: FaultServer, { email, password }: typeof ada): Promise<Visitor> {
  const visitor = server.visitor()
  expect((await visitor.mutate('auth.signIn', { email, password })).status).toBe(200)
  return visitor
}

/** Makes a call to a server, and kills that at a random moment; returns whether it answered before. */
async function callAndKill(
  server: FaultServer,
  laptop: Visitor,
  call: EndingCall,
  random: SeededRandom,
): Promise<boolean> {
  const answered = call.send(laptop).then(
    ({ status }) => {
      expect(status).toBe(200)
      return true
    },
    (error: unknown) => {
      if (error instanceof TypeError) return false
      throw error
    },
  )
  await setTimeout(random.below(call.killedWithin))
  server.kill('SIGKILL')
  await server.exit
  const isAcknowledged = await answered
  call.killedWithin *= isAcknowledged ? 0.8 : 1.25
  return isAcknowledged
}

/** Resolves once PostgreSQL has noticed that a server is gone: a transaction under way is over then. */
async function finished(pool: ReturnType<typeof openPostgres>['pool']): Promise<void> {
  const underWay =
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'latchkey' AND state <> 'idle' AND pid <> pg_backend_pid()"
  while ((await pool.query<object>(underWay)).rowCount !== 0);
}
