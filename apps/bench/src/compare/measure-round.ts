import { quantile } from '../quantile.ts'
import type { LoadOptions } from './load-worker.ts'
import { familyCpuSeconds, usageOf } from './process-usage.ts'
import { runLoad } from './run-load.ts'

/** What a round of requests cost a server, and how soon they were answered. */
export interface Round {
  readonly cpuMsPerThousand: number
  /** That of the services that the server uses; 0 where it uses none. */
  readonly servicesCpuMsPerThousand: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

export interface MeasuredRounds {
  readonly cpuMsPerThousand: number
  /** The least and the most processor time of a round. */
  readonly range: readonly [number, number]
  readonly servicesCpuMsPerThousand: number
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** A server, and what it is asked. */
export interface AskedServer {
  readonly pid: number
  readonly load: LoadOptions
}

/** Sends one round of requests, and measures the processor time of the server, and of its services, meanwhile. */
export function measureRound(pid: number, load: LoadOptions, services: readonly number[] = []): Promise<Round> {
  return measureTogether([{ pid, load }], services)
}

/** The same of several servers at a time: the sums of their costs and answers, and the times of the slower one. */
export async function measureTogether(servers: readonly AskedServer[], services: readonly number[]): Promise<Round> {
  const cpuOfServers = (): number => sum(servers.map(({ pid }) => usageOf(pid).cpuSeconds))
  const cpuOfServices = (): number => sum(services.map(familyCpuSeconds))
  const before = { servers: cpuOfServers(), services: cpuOfServices() }
  const results = await Promise.all(servers.map(({ load }) => runLoad(load)))
  const after = { servers: cpuOfServers(), services: cpuOfServices() }
  const answers = sum(results.map((result) => result.answers))
  const perThousand = (seconds: number): number => (seconds * 1_000_000) / answers
  return {
    cpuMsPerThousand: perThousand(after.servers - before.servers),
    servicesCpuMsPerThousand: perThousand(after.services - before.services),
    perSecond: sum(results.map((result) => result.answers / (result.ms / 1000))),
    p50: Math.max(...results.map(({ p50 }) => p50)),
    p99: Math.max(...results.map(({ p99 }) => p99)),
  }
}

/** Returns the medians of rounds. */
export function medianOf(rounds: readonly Round[]): MeasuredRounds {
  const costs = rounds.map(({ cpuMsPerThousand }) => cpuMsPerThousand)
  return {
    cpuMsPerThousand: median(costs),
    range: [Math.min(...costs), Math.max(...costs)],
    servicesCpuMsPerThousand: median(rounds.map(({ servicesCpuMsPerThousand }) => servicesCpuMsPerThousand)),
    requestsPerSecond: median(rounds.map(({ perSecond }) => perSecond)),
    p50Ms: median(rounds.map(({ p50 }) => p50)),
    p99Ms: median(rounds.map(({ p99 }) => p99)),
  }
}

/** Returns the titles of the columns that `roundCells` fills; `base` names what the cost is compared with. */
export function roundColumns(base: string): readonly string[] {
  return ['CPU ms per 1,000', 'range', `× ${base}`, 'per second', 'p50 ms', 'p99 ms']
}

/** Formats the medians of rounds for a table, with their cost as a multiple of another. */
export function roundCells(
  { cpuMsPerThousand, range, requestsPerSecond, p50Ms, p99Ms }: MeasuredRounds,
  base: MeasuredRounds,
): readonly string[] {
  return [
    cpuMsPerThousand.toFixed(1),
    range.map((ms) => ms.toFixed(1)).join('–'),
    (cpuMsPerThousand / base.cpuMsPerThousand).toFixed(2),
    requestsPerSecond.toFixed(0),
    p50Ms.toFixed(2),
    p99Ms.toFixed(2),
  ]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function median(samples: readonly number[]): number {
  return quantile(samples, 0.5)
}
