import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Contestant, contestants, floor, withRedis } from './compare/contestants.ts'
import { bytesPerSession } from './compare/bytes-per-session.ts'
import { measureSignIns } from './compare/measure-sign-ins.ts'
import { pinning } from './compare/pinning.ts'
import { usageOf } from './compare/process-usage.ts'
import { runLoad } from './compare/run-load.ts'
import { bearerQueries, prepare, type PreparedContestant, type RunningContestant } from './compare/start-contestant.ts'
import { freePort } from './free-port.ts'
import { printMachine, printTable } from './print-table.ts'
import { quantile } from './quantile.ts'
import { type Bench, runBench } from './run-bench.ts'
import { startProcess } from './start-process.ts'

/**
 * Measures an authenticated query, and a sign-in, of Latchkey and of what others would use instead: each a production build
 * over its own data, asked from a process of its own. The rounds of all contestants alternate, so that what the machine does
 * beside falls on all of them.
 */

const { values } = parseArgs({
  options: {
    /** Measures the contestants whose names have one of these words, and the floor. */
    only: { type: 'string', multiple: true, default: [] },
    /** Fewer and shorter rounds, of which the ratios are rough. */
    quick: { type: 'boolean', default: false },
  },
})

const connections = 32
const rounds = values.quick ? 2 : 5
const warmUpMs = values.quick ? 2000 : 8000
const roundMs = values.quick ? 1000 : 3000
const starts = values.quick ? 2 : 5
const resultFile = new URL('../.results/compare.json', import.meta.url)

interface Measured {
  readonly prepared: PreparedContestant
  readonly running: RunningContestant
  readonly firstAnswers: number[]
  readonly idleMb: number
  loadedMb: number
  readonly cpuMs: number[]
  readonly perSecond: number[]
  readonly p50: number[]
  readonly p99: number[]
}

await runBench(3_600_000, async (bench) => {
  printMachine()
  console.log(
    `${rounds} rounds of ${roundMs / 1000} s after ${warmUpMs / 1000} s, ${connections} connections; ${pinning}\n`,
  )
  const measured = await startAll(bench, await chosen(bench))
  for (let round = 0; round < rounds; round += 1) for (const one of measured) await measureRound(one)
  for (const one of measured) one.loadedMb = usageOf(one.running.pid).residentMb
  for (const { running } of measured) await running.stop()
  const queries = report(measured)
  const signIns = await measureSignIns(
    bench,
    measured.map(({ prepared }) => prepared),
    values.quick,
  )
  const bytes = await bytesPerSession(bench)
  console.log(`A live session of Latchkey takes ${bytes} bytes on disk, with its indexes.`)
  mkdirSync(new URL('.', resultFile), { recursive: true })
  writeFileSync(resultFile, JSON.stringify({ queries, signIns, bytesPerSession: bytes }, null, 2))
})

async function chosen(bench: Bench): Promise<readonly Contestant[]> {
  const redis = await startRedis(bench)
  const all = redis === null ? contestants : [...contestants, withRedis(redis)]
  const { only } = values
  if (only.length === 0) return all
  return all.filter(
    ({ name }) => name === floor || only.some((word) => name.toLowerCase().includes(word.toLowerCase())),
  )
}

async function startAll(bench: Bench, all: readonly Contestant[]): Promise<Measured[]> {
  const measured: Measured[] = []
  for (const contestant of all) {
    const prepared = await prepare(bench, contestant)
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
      cpuMs: [],
      perSecond: [],
      p50: [],
      p99: [],
    })
  }
  return measured
}

async function measureRound({ prepared, running, ...samples }: Measured): Promise<void> {
  const requests = await currentQueries(prepared, running)
  const before = usageOf(running.pid).cpuSeconds
  const load = { port: running.port, requests, connections, ms: roundMs }
  const { answers, ms, p50, p99 } = await runLoad(load)
  samples.cpuMs.push(((usageOf(running.pid).cpuSeconds - before) * 1000) / (answers / 1000))
  samples.perSecond.push(answers / (ms / 1000))
  samples.p50.push(p50)
  samples.p99.push(p99)
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
  const floorCpu = median(measured.find(({ prepared }) => prepared.contestant.name === floor)?.cpuMs ?? [])
  const results = measured.map(({ prepared, firstAnswers, idleMb, loadedMb, ...samples }) => ({
    name: prepared.contestant.name,
    cpuMsPerThousand: median(samples.cpuMs),
    range: [Math.min(...samples.cpuMs), Math.max(...samples.cpuMs)],
    timesFloor: median(samples.cpuMs) / floorCpu,
    requestsPerSecond: median(samples.perSecond),
    p50Ms: median(samples.p50),
    p99Ms: median(samples.p99),
    residentIdleMb: idleMb,
    residentLoadedMb: loadedMb,
    firstAnswerMs: median(firstAnswers),
  }))
  printTable(
    [
      'authenticated query',
      'CPU ms per 1,000',
      'range',
      '× floor',
      'per second',
      'p50 ms',
      'p99 ms',
      'MB idle',
      'MB after',
      'first answer ms',
    ],
    results.map((result) => [
      result.name,
      result.cpuMsPerThousand.toFixed(1),
      result.range.map((ms) => ms.toFixed(1)).join('–'),
      result.timesFloor.toFixed(2),
      result.requestsPerSecond.toFixed(0),
      result.p50Ms.toFixed(2),
      result.p99Ms.toFixed(2),
      result.residentIdleMb.toFixed(0),
      result.residentLoadedMb.toFixed(0),
      result.firstAnswerMs.toFixed(0),
    ]),
  )
  return results
}

function median(samples: readonly number[]): number {
  return quantile(samples, 0.5)
}

/** Starts a Redis with a file of its own on a free port, where the machine has one. Resolves with its address, or `null`. */
async function startRedis(bench: Bench): Promise<string | null> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return null
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', bench.folder, '--appendonly', 'yes']
  await startProcess(bench, { command: 'redis-server', args, ready: /Ready to accept connections/ })
  return `redis://127.0.0.1:${port}`
}
