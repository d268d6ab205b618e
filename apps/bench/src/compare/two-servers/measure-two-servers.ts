import { revocationBound } from '@latchkey/schema'
import { recheckIntervalMs } from '../../end-in-database.ts'
import { freePort } from '../../free-port.ts'
import { printTable } from '../../print-table.ts'
import { inMs, quantile } from '../../quantile.ts'
import type { Bench } from '../../run-bench.ts'
import { latchkey } from '../contestants.ts'
import type { MeasuredRounds } from '../measure-round.ts'
import { connections } from '../schedule.ts'
import { type ServiceName, type Services, servicesOf } from '../services/services.ts'
import { hasRedis } from '../services/start-redis.ts'
import { prepare } from '../start-contestant.ts'
import { endAtOther, type EndingsAtOther } from './end-at-other.ts'
import { measureThroughput, type MeasuredThroughput, type Throughput } from './measure-throughput.ts'
import { openWithoutSignals, type WayWithoutSignals } from './open-without-signals.ts'

interface Variant {
  readonly name: string
  readonly needs: readonly ServiceName[]
  readonly areSignalsCut: boolean
}

const variants: readonly Variant[] = [
  { name: 'signals of PostgreSQL', needs: ['postgres'], areSignalsCut: false },
  { name: 'signals of Redis', needs: ['postgres', 'redis'], areSignalsCut: false },
  { name: 'signals cut', needs: ['postgres'], areSignalsCut: true },
]

export interface MeasuredTwoServers {
  readonly name: string
  readonly rounds: number
  readonly violations: number
  /** Milliseconds from the answer of `sessions.end` at the first server to what the second one does. */
  readonly toRefusal: Spread
  readonly toClose: Spread
  /** `null` where the signals are cut. */
  readonly throughput: MeasuredThroughput | null
}

interface Spread {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/**
 * Measures two servers over one PostgreSQL, with the signals of each kind and without any: how soon the second one refuses
 * and closes what the first one has ended, and what both answer together. No server is tied to a processor.
 */
export async function measureTwoServers(bench: Bench, isQuick: boolean): Promise<readonly MeasuredTwoServers[]> {
  const services = servicesOf(bench)
  const results: MeasuredTwoServers[] = []
  for (const variant of variants) {
    if (variant.needs.includes('redis') && !hasRedis()) continue
    results.push(await measureVariant(bench, { variant, services, isQuick }))
  }
  await services.stop()
  printEndings(results)
  printThroughput(results)
  return results
}

async function measureVariant(
  bench: Bench,
  {
    variant: { name, needs, areSignalsCut },
    services,
    isQuick,
  }: { readonly variant: Variant; readonly services: Services; readonly isQuick: boolean },
): Promise<MeasuredTwoServers> {
  const contestant = latchkey(`Latchkey, two servers, ${name}`, areSignalsCut ? 1000 : 100_000, { needs })
  const prepared = await prepare(bench, contestant, services)
  const way = areSignalsCut ? await openWithoutSignals(prepared.env['DATABASE_URL'] ?? '') : null
  const first = await prepared.startUnpinned()
  const second = await prepared.startUnpinned({
    PORT: String(await freePort()),
    ...(way === null ? {} : { DATABASE_URL: way.url }),
  })
  const rounds = isQuick ? 40 : 200
  const urls = { first: `http://127.0.0.1:${first.port}`, second: `http://127.0.0.1:${second.port}` }
  const endings = await endAtOther(bench, urls, { rounds, areSignalsCut })
  check(bench, name, endings, way)
  const throughput = areSignalsCut ? null : await measureThroughput(prepared, [first, second], isQuick)
  await Promise.all([first.stop(), second.stop()])
  way?.close()
  const { violations, toRefusal, toClose } = endings
  return { name, rounds, violations, toRefusal: spreadOf(toRefusal), toClose: spreadOf(toClose), throughput }
}

/** Fails the bench where a stream closed later than is promised, and where signals that should be cut were not. */
function check(bench: Bench, name: string, { toClose }: EndingsAtOther, way: WayWithoutSignals | null): void {
  const bound = way === null ? revocationBound : recheckIntervalMs + revocationBound
  if (quantile(toClose, 0.99) > bound) bench.fail(`two servers, ${name}: a stream is closed too late`)
  if (way?.refused() === 0) bench.fail('the second server has not tried to listen for signals, so none were cut')
}

function spreadOf(times: readonly number[]): Spread {
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), max: quantile(times, 1) }
}

function printEndings(results: readonly MeasuredTwoServers[]): void {
  console.log('No server is tied to a processor. A session of the second one is ended at the first one;')
  console.log('`sessions.end` is answered at 0, and what is below zero came before.\n')
  printTable(
    [
      'two servers, ms at p50 / p99 / max',
      'rounds',
      'next request answered',
      'answer → next request refused',
      'answer → stream closed',
    ],
    results.map(({ name, rounds, violations, ...times }) => [
      name,
      String(rounds),
      String(violations),
      ...[times.toRefusal, times.toClose].map(({ p50, p99, max }) => [p50, p99, max].map(inMs).join(' / ')),
    ]),
  )
}

function printThroughput(results: readonly MeasuredTwoServers[]): void {
  printTable(
    [`${connections} connections`, 'per second', 'CPU ms per 1,000', 'CPU ms of services', 'p50 ms', 'p99 ms'],
    results.flatMap(({ name, throughput }) =>
      throughput === null
        ? []
        : [...rowsOf(`query, ${name}`, throughput.queries), ...rowsOf(`sign-in, ${name}`, throughput.signIns)],
    ),
  )
}

function rowsOf(name: string, { one, two }: Throughput): readonly (readonly string[])[] {
  return [
    [`${name}, one server`, ...cells(one)],
    [`${name}, two servers`, ...cells(two)],
  ]
}

function cells(rounds: MeasuredRounds): readonly string[] {
  const { requestsPerSecond, cpuMsPerThousand, servicesCpuMsPerThousand, p50Ms, p99Ms } = rounds
  return [requestsPerSecond, cpuMsPerThousand, servicesCpuMsPerThousand, p50Ms, p99Ms].map((value) => value.toFixed(1))
}
