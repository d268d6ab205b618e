import { randomInt } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { call, callOk } from './call.ts'
import { cookieOf, emailOf, fillDatabase, sessionsEach } from './fill-database.ts'
import { printMachine, printTable } from './print-table.ts'
import { inMs, quantile } from './quantile.ts'
import { type Bench, runBench } from './run-bench.ts'
import { startServer } from './start-server.ts'

/** What the size of the file costs: the same calls, in turns, to a server with a thousand sessions and to one with a million. */

const sizes = [1000, 1_000_000]
const warmUp = 50
const rounds = 500
const password = 'correct horse battery'

interface Place {
  readonly url: string
  readonly users: number
  readonly megabytes: number
  readonly secondsToFill: number
}

type Measure = readonly [name: string, run: (place: Place, user: number) => Promise<unknown>]

const query =
  (procedure: string) =>
  ({ url }: Place, user: number): Promise<unknown> =>
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
  const places: Place[] = []
  for (const sessions of sizes) places.push(await fill(bench, sessions))
  const times = measures.map(() => places.map((): number[] => []))
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [which, [, run]] of measures.entries()) {
      // Now the one first, now the other: what else the machine does hits both alike.
      for (const at of round % 2 === 0 ? places.keys() : places.map((_, index) => places.length - 1 - index)) {
        const place = places[at]
        if (place === undefined) continue
        const user = randomInt(place.users)
        const from = performance.now()
        await run(place, user)
        if (round >= 0) times[which]?.[at]?.push(performance.now() - from)
      }
    }
  }

  printMachine()
  for (const { users, megabytes, secondsToFill } of places) {
    const of = `${(users * sessionsEach).toLocaleString('en')} sessions of ${users.toLocaleString('en')} users`
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

/** The server makes the file and the first user, then it is filled while nobody has it open, then it is served. */
async function fill(bench: Bench, sessions: number): Promise<Place> {
  const file = join(bench.folder, `${sessions}.db`)
  const users = sessions / sessionsEach
  const maker = await startServer(bench, file)
  const input = { email: 'first@example.com', password, name: 'Ada' }
  await call(maker.url, 'auth.signUp', { input })
  await maker.stop()
  const from = performance.now()
  fillDatabase(file, users)
  const secondsToFill = (performance.now() - from) / 1000
  const { url } = await startServer(bench, file)
  return { url, users, megabytes: statSync(file).size / 1e6, secondsToFill }
}
