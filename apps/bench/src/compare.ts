import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { bytesPerSession } from './compare/bytes-per-session.ts'
import { choose } from './compare/choose.ts'
import { type Contestant, contestants, floor } from './compare/contestants.ts'
import { measureEndings } from './compare/measure-endings.ts'
import { measureList } from './compare/measure-list.ts'
import { measureRevocations } from './compare/measure-revocations.ts'
import { measureRound, medianOf, type Round, roundCells, roundColumns } from './compare/measure-round.ts'
import { measureSignIns } from './compare/measure-sign-ins.ts'
import { measurePage } from './compare/page/measure-page.ts'
import { pinning } from './compare/pinning.ts'
import { usageOf } from './compare/process-usage.ts'
import { runLoad } from './compare/run-load.ts'
import { connections, scheduleOf } from './compare/schedule.ts'
import { type Services, servicesOf } from './compare/services/services.ts'
import { hasRedis } from './compare/services/start-redis.ts'
import { bearerQueries, prepare, type PreparedContestant, type RunningContestant } from './compare/start-contestant.ts'
import { measureTwoServers } from './compare/two-servers/measure-two-servers.ts'
import { printMachine, printTable } from './print-table.ts'
import { quantile } from './quantile.ts'
import { type Bench, runBench } from './run-bench.ts'

/**
 * Measures an authenticated query, and a sign-in, of Latchkey and of what others would use instead: each a production build
 * over its own data, asked from a process of its own. The rounds of all contestants alternate, so that what the machine does
 * beside falls on all of them. Then it measures further parts of Latchkey alone.
 */

const { values } = parseArgs({
  options: {
    /** Measures the contestants, beside the floor, and the parts whose names have one of these words. */
    only: { type: 'string', multiple: true, default: [] },
    /** Fewer and shorter rounds, of which the ratios are rough. */
    quick: { type: 'boolean', default: false },
  },
})

const { rounds, warmUpMs, roundMs } = scheduleOf(values.quick)
const starts = values.quick ? 2 : 5
const resultFile = new URL('../.results/compare.json', import.meta.url)

interface Measured {
  readonly prepared: PreparedContestant
  readonly running: RunningContestant
  readonly firstAnswers: number[]
  readonly idleMb: number
  loadedMb: number
  readonly rounds: Round[]
}

/** What is measured of Latchkey alone, by the name of its results. */
const parts = {
  list: measureList,
  ending: measureEndings,
  revocation: measureRevocations,
  twoServers: measureTwoServers,
  page: measurePage,
  bytesPerSession: async (bench: Bench) => {
    const bytes = await bytesPerSession(bench)
    console.log(`A live session of Latchkey takes ${bytes} bytes on disk, with its indexes.\n`)
    return bytes
  },
} as const satisfies Readonly<Record<string, (bench: Bench, isQuick: boolean) => Promise<unknown>>>

await runBench(3_600_000, async (bench) => {
  const wanted = choose(values.only, availableContestants(), Object.keys(parts))
  printMachine()
  console.log(
    `${rounds} rounds of ${roundMs / 1000} s after ${warmUpMs / 1000} s, ${connections} connections; ${pinning}\n`,
  )
  const results: Record<string, unknown> = await measureContestants(bench, wanted.contestants)
  for (const [name, measure] of Object.entries(parts)) {
    if (wanted.parts.includes(name)) results[name] = await measure(bench, values.quick)
  }
  mkdirSync(new URL('.', resultFile), { recursive: true })
  writeFileSync(resultFile, JSON.stringify(results, null, 2))
})

function availableContestants(): readonly Contestant[] {
  return hasRedis() ? contestants : contestants.filter(({ needs }) => needs?.includes('redis') !== true)
}

/** Measures the authenticated query of each contestant, in turns, and then the sign-ins of each. */
async function measureContestants(bench: Bench, all: readonly Contestant[]): Promise<Record<string, unknown>> {
  if (all.length === 0) return {}
  const services = servicesOf(bench)
  const measured = await startAll(bench, all, services)
  for (let round = 0; round < rounds; round += 1) for (const one of measured) one.rounds.push(await roundOf(one))
  for (const one of measured) one.loadedMb = usageOf(one.running.pid).residentMb
  for (const { running } of measured) await running.stop()
  const queries = report(measured)
  const signIns = await measureSignIns(
    bench,
    measured.map(({ prepared }) => prepared),
    values.quick,
  )
  await services.stop()
  return { queries, signIns }
}

async function startAll(bench: Bench, all: readonly Contestant[], services: Services): Promise<Measured[]> {
  const measured: Measured[] = []
  for (const contestant of all) {
    const prepared = await prepare(bench, contestant, services)
    const firstAnswers: number[] = []
    for (let n = 1; n < starts; n += 1) {
      const { firstAnswerMs, stop } = await prepared.start()
      firstAnswers.push(firstAnswerMs)
      await stop()
    }
    const running = await prepared.start()
    firstAnswers.push(running.firstAnswerMs)
    const queries = contestant.takesCookies === true ? await withCookies(running, prepared) : prepared.queries
    const idleMb = usageOf(running.pid).residentMb
    const requests = await currentQueries({ ...prepared, queries }, running)
    await runLoad({ port: running.port, requests, connections, ms: warmUpMs })
    measured.push({
      prepared: { ...prepared, queries },
      running,
      firstAnswers,
      idleMb,
      loadedMb: 0,
      rounds: [],
    })
  }
  return measured
}

async function roundOf({ prepared, running }: Measured): Promise<Round> {
  const requests = await currentQueries(prepared, running)
  const load = { port: running.port, requests, connections, ms: roundMs }
  return measureRound(running.pid, load, prepared.servicePids)
}

/** Access tokens live for minutes: each round has new ones. */
async function currentQueries(
  { contestant, queries }: PreparedContestant,
  { port }: RunningContestant,
): Promise<PreparedContestant['queries']> {
  return contestant.bearer === true ? bearerQueries(port) : queries
}

/** Asks once for each session, and returns the queries with the cookies that were set. */
async function withCookies(
  { port }: RunningContestant,
  { queries }: PreparedContestant,
): Promise<PreparedContestant['queries']> {
  const asked = queries.slice(0, 100).map(async (query) => {
    const { headers } = await fetch(`http://127.0.0.1:${port}${query.path}`, { headers: query.headers })
    const cookies = headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0])
    return { ...query, headers: { ...query.headers, Cookie: [query.headers['Cookie'], ...cookies].join('; ') } }
  })
  return Promise.all(asked)
}

function report(measured: readonly Measured[]): readonly object[] {
  const least = medianOf(measured.find(({ prepared }) => prepared.contestant.name === floor)?.rounds ?? [])
  const results = measured.map(({ prepared, firstAnswers, idleMb, loadedMb, rounds: asked }) => {
    const medians = medianOf(asked)
    return {
      name: prepared.contestant.name,
      needs: prepared.contestant.needs ?? [],
      ...medians,
      timesFloor: medians.cpuMsPerThousand / least.cpuMsPerThousand,
      residentIdleMb: idleMb,
      residentLoadedMb: loadedMb,
      firstAnswerMs: quantile(firstAnswers, 0.5),
    }
  })
  printTable(
    ['authenticated query', ...roundColumns('floor'), 'CPU ms of services', 'MB idle', 'MB after', 'first answer ms'],
    results.map((result) => [
      result.name,
      ...roundCells(result, least),
      result.needs.length === 0 ? '' : result.servicesCpuMsPerThousand.toFixed(1),
      result.residentIdleMb.toFixed(0),
      result.residentLoadedMb.toFixed(0),
      result.firstAnswerMs.toFixed(0),
    ]),
  )
  return results
}
