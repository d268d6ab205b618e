import { readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { call, callOk } from './call.ts'
import { printMachine, printTable } from './print-table.ts'
import { inMs, quantile } from './quantile.ts'
import { rawHashesPerSecond } from './raw-hashes.ts'
import { type Bench, runBench } from './run-bench.ts'
import { startFlood } from './start-flood.ts'
import { startServer } from './start-server.ts'

/**
 * Measures what a flood of sign-ins costs others: whether a user on another network still signs in, how long `auth.me`
 * takes, and how much memory and throughput the server has under 200 sign-ins at a time.
 */

const password = 'correct horse battery'
const victim = { email: 'victim@example.com', ip: '192.0.2.1' }
const victimSignIns = 25
const victimIntervalMs = 250
const victimTimeoutMs = 2000
const minSucceeded = 23
const probeIntervalMs = 20
/** For the flood to open its connections. */
const settleMs = 1000
const networkCounts = [6, 7, 12, 40]
const inFlight = 20
const parallelSignIns = 200
const parallelMs = 20_000
const maxRssMb = 300
const maxProbeRatio = 3
const minThroughput = 0.65

const raised = { ATTEMPTS_PER_ACCOUNT: '1000000', ATTEMPTS_PER_NETWORK: '1000000' }

const networks = Array.from({ length: Math.max(...networkCounts) }, (_, n) => ({
  ip: `10.0.${n}.1`,
  email: `flood${n}@example.com`,
}))

await runBench(600_000, async (bench) => {
  printMachine()
  if (!process.argv.includes('--parallel')) await measureFloods(bench, 'limits as they are', {})
  if (process.argv.includes('--raised')) await measureFloods(bench, 'limits raised to a million', raised)
  await measureParallel(bench)
})

async function measureFloods(bench: Bench, name: string, env: Readonly<Record<string, string>>): Promise<void> {
  const rows: string[][] = []
  for (const count of networkCounts) {
    for (const kind of ['wrong', 'right'] as const) {
      // Each flood has a server of its own, so that none begins with the counts of the one before.
      const file = join(bench.folder, `${name} ${count} ${kind}.db`)
      const { url, stop } = await startServer(bench, file, { TRUST_PROXY: '1', ...env })
      const flooding = networks.slice(0, count)
      const users = kind === 'right' ? [victim, ...flooding] : [victim]
      for (const { email, ip } of users) {
        await callOk(url, 'auth.signUp', { input: { email, password, name: 'Ada' }, from: ip })
      }
      const flood = startFlood({ url, networks: flooding, inFlight, password: kind === 'right' ? password : 'wrong' })
      await setTimeout(settleMs)
      const probe = startProbe(url)
      const signIns = await victimsSignIns(url)
      const probed = await probe.stop()
      const { answers } = await flood.stop()
      await stop()
      const succeeded = signIns.filter(({ status, ms }) => status === 200 && ms <= victimTimeoutMs).length
      if (succeeded < minSucceeded) bench.fail(`${count} networks, ${kind} passwords: ${succeeded} of ${victimSignIns}`)
      const times = signIns.map(({ ms }) => ms)
      rows.push([
        `${count} networks, ${kind} passwords`,
        `${succeeded} of ${victimSignIns}`,
        inMs(quantile(times, 0.5)),
        inMs(Math.max(...times)),
        inMs(quantile(probed, 0.99)),
        Object.entries(answers)
          .map(([status, answered]) => `${status}: ${answered}`)
          .join(', '),
      ])
    }
  }
  console.log(`${name}. ${inFlight} sign-ins in flight from each network; milliseconds.\n`)
  printTable(
    ['flood', `signed in within ${victimTimeoutMs} ms`, 'median', 'max', '`auth.me` p99', 'answers to the flood'],
    rows,
  )
}

/** Signs the victim in again and again, as a person would: one at a time, and each time over a new connection. */
async function victimsSignIns(
  url: string,
): Promise<readonly { readonly status: number | null; readonly ms: number }[]> {
  const signIns: { readonly status: number | null; readonly ms: number }[] = []
  const input = { email: victim.email, password }
  for (let n = 0; n < victimSignIns; n += 1) {
    const sentAt = performance.now()
    const status = await call(url, 'auth.signIn', { input, from: victim.ip, agent: new Agent() }).then(
      (answer) => answer.status,
      () => null,
    )
    const ms = performance.now() - sentAt
    signIns.push({ status, ms })
    await setTimeout(Math.max(0, victimIntervalMs - ms))
  }
  return signIns
}

/**
 * Calls `auth.me` again and again over one connection until it is stopped, at most once in an interval; returns the
 * milliseconds that the calls took.
 */
function startProbe(url: string): { readonly stop: () => Promise<readonly number[]> } {
  const times: number[] = []
  const stopping = new AbortController()
  const probe = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const sentAt = performance.now()
      await callOk(url, 'auth.me', { from: '198.51.100.1' })
      const took = performance.now() - sentAt
      times.push(took)
      await setTimeout(Math.max(0, probeIntervalMs - took))
    }
  }
  const stopped = probe()
  return {
    stop: async () => {
      stopping.abort()
      await stopped
      return times
    },
  }
}

async function measureParallel(bench: Bench): Promise<void> {
  const raw = await rawHashesPerSecond()
  const { url, pid, stop } = await startServer(bench, join(bench.folder, 'parallel.db'), {
    TRUST_PROXY: '1',
    ...raised,
  })
  const network = { ip: '10.0.0.1', email: 'ada@example.com' }
  await callOk(url, 'auth.signUp', { input: { email: network.email, password, name: 'Ada' }, from: network.ip })
  const idleProbe = startProbe(url)
  await setTimeout(parallelMs)
  const idle = quantile(await idleProbe.stop(), 0.99)
  const flood = startFlood({ url, networks: [network], inFlight: parallelSignIns, password })
  await setTimeout(500)
  const probe = startProbe(url)
  const startedAt = performance.now()
  await setTimeout(parallelMs)
  const busy = quantile(await probe.stop(), 0.99)
  const rssMb = peakMemoryMb(pid)
  const { answers } = await flood.stop()
  const perSecond = (answers['200'] ?? 0) / ((performance.now() - startedAt + 500) / 1000)
  await stop()

  console.log(`${parallelSignIns} sign-ins in flight from one network, with right passwords and raised limits.\n`)
  printTable(
    ['measure', 'value', 'bound'],
    [
      ['`auth.me` p99, idle', inMs(idle), ''],
      ['`auth.me` p99', inMs(busy), inMs(maxProbeRatio * idle)],
      ['peak of resident memory, MB', inMs(rssMb), String(maxRssMb)],
      ['argon2 alone, hashes a second', inMs(raw), ''],
      ['sign-ins a second', inMs(perSecond), inMs(minThroughput * raw)],
    ],
  )
  console.log(`Other answers: ${JSON.stringify(answers)}\n`)
  if (busy > maxProbeRatio * idle) bench.fail('`auth.me` takes too long')
  if (rssMb > maxRssMb) bench.fail('the server uses too much memory')
  if (perSecond < minThroughput * raw) bench.fail('too few sign-ins a second')
}

/** Returns the peak of a process's resident memory, as Linux counts it. */
function peakMemoryMb(pid: number): number {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kib) / 1024
}
