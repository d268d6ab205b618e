import { setImmediate } from 'node:timers/promises'
import type { Auth } from '@latchkey/auth'
import type { Log } from '../log/logger.ts'
import type { RefusalCounts } from '../log/refusal-counts.ts'

const recheckInterval = 3_000
const flushInterval = 60_000
const sweepInterval = 60_000
const summaryInterval = 60_000

/**
 * Starts the jobs that run without a request: watched sessions are read again, last uses are written, what time has ended is
 * put on record, what is old is deleted, and refusals are summed up in the log. Returns a function that stops them.
 */
export function startJobs(auth: Auth, log: Log, refusals: RefusalCounts): () => void {
  const timers = [
    every(recheckInterval, 'recheck streams', () => auth.sessions.recheckWatched()),
    every(flushInterval, 'flush', () => auth.sessions.flushActivity()),
    every(sweepInterval, 'signing keys', () => auth.signingKeys.ensure()),
    every(sweepInterval, 'sweep sessions', () => inBatches(() => auth.sessions.sweep())),
    every(sweepInterval, 'sweep events', () => inBatches(() => auth.events.sweep())),
    every(sweepInterval, 'sweep rate limits', () => inBatches(() => auth.limits.sweep())),
    every(sweepInterval, 'sweep grants', () => inBatches(() => auth.grantRedeemer.sweep())),
    every(sweepInterval, 'sweep authorization requests', () => inBatches(() => auth.oauth.sweep())),
    every(summaryInterval, 'refusals', async () => logRefusals(log, refusals)),
  ]
  return () => timers.forEach((timer) => clearInterval(timer))

  /** Runs a job now and at an interval; one that is still running when the next is due takes its place. */
  function every(interval: number, name: string, job: () => Promise<void>): NodeJS.Timeout {
    let running = false
    const run = (): void => {
      if (running) return
      running = true
      job()
        .catch((error: unknown) => log.error({ err: error, job: name }, 'job failed'))
        .finally(() => {
          running = false
        })
    }
    run()
    return setInterval(run, interval)
  }
}

/** Writes how many requests were refused since the last such line, if any were. */
export function logRefusals(log: Log, refusals: RefusalCounts): void {
  const summary = refusals.take()
  if (summary !== null) log.info(summary, 'refusals')
}

/** Runs batches until nothing is left; requests get their turn between them. */
async function inBatches(batch: () => Promise<boolean>): Promise<void> {
  // oxlint-disable-next-line eslint/no-await-in-loop -- one after the other is the point
  while (await batch()) await setImmediate()
}
