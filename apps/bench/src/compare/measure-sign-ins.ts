import { inMs } from '../quantile.ts'
import { printTable } from '../print-table.ts'
import { rawHashesPerSecond } from '../raw-hashes.ts'
import type { Bench } from '../run-bench.ts'
import { runLoad } from './run-load.ts'
import type { PreparedContestant } from './start-contestant.ts'

const signInConnections = 32

/** Between the queries: they ask how long one takes, and take little of the processors. */
const pauseMs = 10

export interface MeasuredSignIns {
  readonly name: string
  readonly perSecond: number
  /** Of what argon2 alone hashes on the same processors. */
  readonly ofRaw: number
  /** The p99 of the authenticated query without and beside sign-ins, in milliseconds. */
  readonly idleP99: number
  readonly busyP99: number
}

/**
 * Measures sign-ins with a password, of many users, 32 at a time and hashed everywhere at the same cost, against argon2 alone; and an
 * authenticated query, one at a time, without and beside them. Here no process is tied to a processor: hashing uses all of them.
 */
export async function measureSignIns(
  _bench: Bench,
  all: readonly PreparedContestant[],
  isQuick: boolean,
): Promise<readonly MeasuredSignIns[]> {
  const ms = isQuick ? 3000 : 10_000
  const results: MeasuredSignIns[] = []
  for (const { contestant, queries, signIns, startUnpinned } of all) {
    if (signIns.length === 0 || contestant.bearer === true || contestant.sessions !== 100_000) continue
    const raw = await rawHashesPerSecond()
    const { port, stop } = await startUnpinned()
    const query = { port, requests: queries, connections: 1, ms, pauseMs }
    const signing = { port, requests: signIns, connections: signInConnections, ms }
    await runLoad({ ...query, ms: ms / 2, pauseMs: 0 })
    const idle = await runLoad(query)
    const { answers, ms: took } = await runLoad(signing)
    const [busy] = await Promise.all([runLoad(query), runLoad(signing)])
    await stop()
    const perSecond = answers / (took / 1000)
    results.push({ name: contestant.name, perSecond, ofRaw: perSecond / raw, idleP99: idle.p99, busyP99: busy.p99 })
  }
  printTable(
    ['sign-in with a password', 'per second', 'of argon2 alone', 'query p99 ms', 'beside 32 sign-ins', '×'],
    results.map(({ name, perSecond, ofRaw, idleP99, busyP99 }) => [
      name,
      perSecond.toFixed(1),
      ofRaw.toFixed(2),
      inMs(idleP99),
      inMs(busyP99),
      (busyP99 / idleP99).toFixed(1),
    ]),
  )
  return results
}
