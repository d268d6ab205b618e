import { randomInt } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { call, callOk } from './call.ts'
import { cookieOf, emailOf, fillDatabase, sessionsPerUser } from './fill-database.ts'
import { printMachine, printTable } from './print-table.ts'
import { inMs, quantile } from './quantile.ts'
import { type Bench, runBench } from './run-bench.ts'
import { startServer } from './start-server.ts'

/** Measures the cost of the size of the database: alternating calls to a server with 1,000 and one with 1,000,000 sessions. */

const sizes = [1000, 1_000_000]
const warmUp = 50
const rounds = 500
const password = 'correct horse battery'

interface FilledServer {
  readonly url: string
  readonly users: number
  readonly megabytes: number
  readonly secondsToFill: number
}

type Measure = readonly [name: string, run: (server: FilledServer, user: number) => Promise<unknown>]

const query =
  (procedure: string) =>
  ({ url }: FilledServer, user: number): Promise<unknown> =>
    callOk(url, procedure, { cookie: cookieOf(user) })

const measures: readonly Measure[] = [
  ['a call that reads nothing (`auth.me` without a cookie)', ({ url }) => callOk(url, 'auth.me')],
  ['session check (`auth.me`)', query('auth.me')],
  ['`sessions.list`', query('sessions.list')],
  ['`sessions.history`', query('sessions.history')],
  ['`events.list`', query('events.list')],
  ['`auth.signIn`', ({ url }, user) => callOk(url, 'auth.signIn', { input: { email: emailOf(user), password } })],
]

await runBench(240_000, async (bench) => {
  const servers: FilledServer[] = []
  for (const sessions of sizes) servers.push(await startFilledServer(bench, sessions))
  const times = measures.map(() => servers.map((): number[] => []))
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [which, [, run]] of measures.entries()) {
      // The order alternates, so that other load on the machine affects both servers alike.
      for (const at of round % 2 === 0 ? servers.keys() : servers.map((_, index) => servers.length - 1 - index)) {
        const server = servers[at]
        if (server === undefined) continue
        const user = randomInt(server.users)
        const from = performance.now()
        await run(server, user)
        if (round >= 0) times[which]?.[at]?.push(performance.now() - from)
      }
    }
  }

  printMachine()
  for (const { users, megabytes, secondsToFill } of servers) {
    const of = `${(users * sessionsPerUser).toLocaleString('en')} sessions of ${users.toLocaleString('en')} users`
    console.log(`${of}: ${megabytes.toFixed(1)} MB, filled in ${secondsToFill.toFixed(0)} s`)
  }
  console.log(`\n${rounds} calls each over HTTP, each for a random user. Milliseconds.\n`)
  const [small, large] = sizes.map((size) => size.toLocaleString('en'))
  printTable(
    ['call', `p50 at ${small}`, `p50 at ${large}`, 'ratio', `p99 at ${small}`, `p99 at ${large}`, 'ratio'],
    measures.map(([name], which) => [name, ...[0.5, 0.99].flatMap((share) => compared(times[which] ?? [], share))]),
  )
})

function compared(times: readonly (readonly number[])[], share: number): readonly string[] {
  const [small = Number.NaN, large = Number.NaN] = times.map((values) => quantile(values, share))
  return [inMs(small), inMs(large), (large / small).toFixed(2)]
}

/** A server creates the file and the first user. The file is filled while no server has it open, and then served. */
async function startFilledServer(bench: Bench, sessions: number): Promise<FilledServer> {
  const file = join(bench.folder, `${sessions}.db`)
  const users = sessions / sessionsPerUser
  const creator = await startServer(bench, file)
  const input = { email: 'first@example.com', password, name: 'Ada' }
  await call(creator.url, 'auth.signUp', { input })
  await creator.stop()
  const from = performance.now()
  fillDatabase(file, users)
  const secondsToFill = (performance.now() - from) / 1000
  const { url } = await startServer(bench, file)
  return { url, users, megabytes: statSync(file).size / 1e6, secondsToFill }
}
