import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { quantile } from '../quantile.ts'
import type { Bench } from '../run-bench.ts'
import { contestants, floor, latchkey } from './contestants.ts'
import { usageOf } from './process-usage.ts'
import { runLoad } from './run-load.ts'
import { prepare, type PreparedContestant, type RunningContestant } from './start-contestant.ts'

const rounds = 5
const roundMs = 300
const warmUpMs = 1000
const connections = 8

/** Two thirds more than is measured on an idle machine. A regression that matters is larger, and noise is smaller. */
const maxTimesFloor = 0.9

interface Running extends RunningContestant {
  readonly requests: PreparedContestant['queries']
}

function temporaryBench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  const cleanUps: (() => void)[] = []
  onTestFinished(() => {
    for (const cleanUp of cleanUps) cleanUp()
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  })
  return { folder, onExit: (cleanUp) => void cleanUps.push(cleanUp), fail: (message) => expect.unreachable(message) }
}

/** Returns the processor time of the server for a request, in milliseconds. */
async function costOf({ pid, port, requests }: Running): Promise<number> {
  const before = usageOf(pid).cpuSeconds
  const { answers } = await runLoad({ port, requests, connections, ms: roundMs })
  return ((usageOf(pid).cpuSeconds - before) * 1000) / answers
}

it(
  'an authenticated query takes less of the processor than the least that Express, tRPC and one join take',
  { timeout: 120_000 },
  async () => {
    const bench = temporaryBench()
    const least = contestants.find(({ name }) => name === floor)
    if (least === undefined) throw new Error('there is no floor')
    const running: Running[] = []
    for (const contestant of [{ ...least, sessions: 1000 }, latchkey('Latchkey', 1000)]) {
      const prepared = await prepare(bench, contestant)
      const started = await prepared.startUnpinned()
      running.push({ ...started, requests: prepared.queries })
      await runLoad({ port: started.port, requests: prepared.queries, connections, ms: warmUpMs })
    }
    const ratios: number[] = []
    const [floorServer, latchkeyServer] = running
    if (floorServer === undefined || latchkeyServer === undefined) throw new Error('a server did not start')
    for (let round = 0; round < rounds; round += 1) {
      const cost = await costOf(floorServer)
      ratios.push((await costOf(latchkeyServer)) / cost)
    }
    for (const { stop } of running) await stop()
    expect(quantile(ratios, 0.5)).toBeLessThan(maxTimesFloor)
  },
)
