import { join } from 'node:path'
import { measureRevocation } from '../measure-revocation.ts'
import { printTable } from '../print-table.ts'
import { inMs, quantile } from '../quantile.ts'
import type { Bench } from '../run-bench.ts'
import { startServer } from '../start-server.ts'

const numbersOfStreams = [1, 200, 1000]

export interface MeasuredRevocations {
  readonly streams: number
  /** Milliseconds, counted from the answer of `sessions.end` but for the first; below zero, it came before the answer. */
  readonly requestToLastEvent: Quantiles
  readonly toLastEvent: Quantiles
  readonly toClose: Quantiles
  readonly toRefusal: Quantiles
}

interface Quantiles {
  readonly p50: number
  readonly p99: number
}

/** Measures how soon the end of a session reaches its stream, while few and while many streams are open. */
export async function measureRevocations(bench: Bench, isQuick: boolean): Promise<readonly MeasuredRevocations[]> {
  const results: MeasuredRevocations[] = []
  const rounds = isQuick ? 40 : 200
  for (const streams of numbersOfStreams) {
    const { url, stop } = await startServer(bench, join(bench.folder, `revocation-${streams}.db`))
    const times = await measureRevocation({ bench, url, streams, rounds })
    await stop()
    results.push({
      streams,
      requestToLastEvent: quantilesOf(times.fromRequest),
      toLastEvent: quantilesOf(times.toLastEvent),
      toClose: quantilesOf(times.toClose),
      toRefusal: quantilesOf(times.toRefusal),
    })
  }
  console.log(
    `A session is ended ${rounds} times; \`sessions.end\` is answered at 0, and what is below zero came before.\n`,
  )
  printTable(
    [
      'revocation, ms at p50 / p99',
      'request → last event',
      'answer → last event',
      'answer → stream closed',
      'answer → next request refused',
    ],
    results.map(({ streams, requestToLastEvent, toLastEvent, toClose, toRefusal }) => [
      `${streams.toLocaleString('en')} open ${streams === 1 ? 'stream' : 'streams'}`,
      ...[requestToLastEvent, toLastEvent, toClose, toRefusal].map(({ p50, p99 }) => `${inMs(p50)} / ${inMs(p99)}`),
    ]),
  )
  return results
}

function quantilesOf(times: readonly number[]): Quantiles {
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
}
