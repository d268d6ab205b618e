import { setTimeout } from 'node:timers/promises'
import type { Config } from './config/read-config.ts'
import { createRequestListener } from './app.ts'
import { createContainer } from './container.ts'
import { logRefusals, startJobs } from './jobs/start-jobs.ts'
import { standardOutput } from './log/log-destination.ts'
import { configurationSummary } from './log/configuration-summary.ts'
import { createServiceLogger } from './log/logger.ts'
import { RefusalCounts } from './log/refusal-counts.ts'
import { createMailSender } from './mail/mail-sender.ts'
import { migrationsFolder, webFolder } from './paths.ts'
import { runWithConfig } from './commands/run-with-config.ts'
import { drain, listen, listeningPort } from './http/serve.ts'
import { yieldToEventLoop } from './process/yield-to-event-loop.ts'

const drainGraceMs = 8000
const logGraceMs = 1000

await runWithConfig(start)

async function start(settings: Config, warnings: readonly string[]): Promise<void> {
  const { log, drained } = createServiceLogger(settings.logLevel, standardOutput())
  for (const warning of warnings) log.warn({ warning }, 'the configuration is unsafe')
  const refusals = new RefusalCounts()
  const { auth, atOneServer, ping, close } = await createContainer(settings, log, migrationsFolder)
  await yieldToEventLoop()
  log.info(configurationSummary(settings), 'configuration')
  if (settings.relyingParty !== null) log.info({ rpId: settings.relyingParty.id }, 'passkeys work for this RP ID alone')
  const server = await listen(
    createRequestListener({ auth, config: settings, log, refusals, ping, webFolder }),
    settings,
  )
  const mail =
    settings.mail === null
      ? null
      : createMailSender({ config: settings.mail, publicUrl: settings.publicUrl, log, now: auth.now })
  const stopJobs = startJobs({ auth, log, refusals, atOneServer, mail })
  log.info({ url: settings.publicUrl.origin, host: settings.host, port: listeningPort(server) }, 'listening')
  if (process.stdout.isTTY) console.log(`\n  Latchkey is at ${settings.publicUrl.origin}\n`)

  let stopping = false
  const stop = (cause: string, exitCode: number): void => {
    if (stopping) return
    stopping = true
    log.info({ cause }, 'stopping')
    // A mail that is on its way is recorded as sent before the database closes, or another server would send it again.
    const jobsEnded = Promise.all([stopJobs(), mail?.close()])
    // Streams would delay the stop until they are cut; their clients connect again to the next process.
    auth.sessions.closeStreams()
    const grace = setTimeout(drainGraceMs, undefined, { ref: false })
    void Promise.all([drain(server, drainGraceMs), Promise.race([jobsEnded, grace])])
      .then(close)
      .then(() => logRefusals(log, refusals))
      .then(() => log.info({}, 'stopped'))
      .then(() => exitCode)
      .catch((error: unknown) => {
        log.fatal({ err: error }, 'stopped without a clean close')
        return 1
      })
      .then(async (code) => {
        await drained(logGraceMs)
        process.exit(code)
      })
  }

  process.on('SIGINT', () => stop('SIGINT', 0))
  process.on('SIGTERM', () => stop('SIGTERM', 0))
  // After either of these the state of the process is unknown: log the cause, finish the requests under way, exit.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception')
    stop('uncaughtException', 1)
  })
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'unhandled rejection')
    stop('unhandledRejection', 1)
  })
}
