import type { Auth } from '@latchkey/auth'
import type { Logger } from 'pino'

const flushEvery = 60_000
const sweepEvery = 60 * 60_000

/** What happens without anyone asking: last-seen times are written, overdue sessions put on record. Returns the stop. */
export function startJobs(auth: Auth, log: Logger): () => void {
  const run = (name: string, job: () => Promise<void>) => (): void => {
    job().catch((error: unknown) => log.error({ err: error, job: name }, 'job failed'))
  }
  const sweeps = [run('sweep sessions', () => auth.sessions.sweep()), run('sweep trips', () => auth.oauth.sweep())]
  const sweep = (): void => sweeps.forEach((each) => each())
  const timers = [
    setInterval(
      run('flush', () => auth.sessions.flushActivity()),
      flushEvery,
    ),
    setInterval(sweep, sweepEvery),
  ]
  sweep()
  return () => timers.forEach((timer) => clearInterval(timer))
}
