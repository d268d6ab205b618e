import { setImmediate } from 'node:timers/promises'
import type { Auth } from '@latchkey/auth'
import type { Logger } from 'pino'

const recheckEvery = 3_000
const flushEvery = 60_000
const sweepEvery = 60_000

/**
 * What happens without anyone asking: open streams are held against the database, last-seen times are written, what
 * time has ended is put on record, what is old is deleted. Returns the stop.
 */
export function startJobs(auth: Auth, log: Logger): () => void {
  const timers = [
    every(recheckEvery, 'recheck streams', () => auth.access.recheck()),
    every(flushEvery, 'flush', () => auth.sessions.flushActivity()),
    every(sweepEvery, 'signing keys', () => auth.signingKeys.ensure()),
    every(sweepEvery, 'sweep sessions', () => inBatches(() => auth.sessions.sweep())),
    every(sweepEvery, 'sweep events', () => inBatches(() => auth.events.sweep())),
    every(sweepEvery, 'sweep grants', () => inBatches(() => auth.grantExchanges.sweep())),
    every(sweepEvery, 'sweep trips', () => inBatches(() => auth.oauth.sweep())),
  ]
  return () => timers.forEach((timer) => clearInterval(timer))

  /** Now and then again; a turn that is not over when the next is due takes its place. */
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

/** Until nothing is left, with room between the batches for whoever is calling. */
async function inBatches(batch: () => Promise<boolean>): Promise<void> {
  // oxlint-disable-next-line eslint/no-await-in-loop -- one after the other is the point
  while (await batch()) await setImmediate()
}
