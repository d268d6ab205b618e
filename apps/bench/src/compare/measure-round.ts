import { quantile } from '../quantile.ts'
import type { LoadOptions } from './load-worker.ts'
import { usageOf } from './process-usage.ts'
import { runLoad } from './run-load.ts'

/** What a round of requests cost a server, and how soon they were answered. */
export interface Round {
  readonly cpuMsPerThousand: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

export interface MeasuredRounds {
  readonly cpuMsPerThousand: number
  /** The least and the most processor time of a round. */
  readonly range: readonly [number, number]
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Sends one round of requests, and measures the processor time of the server meanwhile. */
export async function measureRound(pid: number, load: LoadOptions): Promise<Round> {
  const before = usageOf(pid).cpuSeconds
  const { answers, ms, p50, p99 } = await runLoad(load)
  const cpuMs = (usageOf(pid).cpuSeconds - before) * 1000
  return { cpuMsPerThousand: cpuMs / (answers / 1000), perSecond: answers / (ms / 1000), p50, p99 }
}

/** Returns the medians of rounds. */
export function medianOf(rounds: readonly Round[]): MeasuredRounds {
  const costs = rounds.map(({ cpuMsPerThousand }) => cpuMsPerThousand)
  return {
    cpuMsPerThousand: median(costs),
    range: [Math.min(...costs), Math.max(...costs)],
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

function median(samples: readonly number[]): number {
  return quantile(samples, 0.5)
}
