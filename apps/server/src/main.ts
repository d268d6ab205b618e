import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createApp } from './app.ts'
import { type Config, readConfig } from './config.ts'
import { createContainer } from './container.ts'
import { startJobs } from './jobs.ts'
import { createLogger } from './logger.ts'
import { migrationsFolder, root, webFolder } from './paths.ts'
import { drain, listen } from './serve.ts'
import { explainStartFailure } from './start-failure.ts'

const drainGraceMs = 8000

// The database and its log hold personal data: only this user reads them.
process.umask(0o077)

let config: Config | null = null
try {
  const envFile = join(root, '.env')
  if (existsSync(envFile)) process.loadEnvFile(envFile)
  config = readConfig(process.env, root)
  await start(config)
} catch (error) {
  const explanation = explainStartFailure(error, config)
  console.error(explanation ?? error)
  process.exit(1)
}

async function start(settings: Config): Promise<void> {
  const log = createLogger(settings.logLevel)
  const { auth, ping, close } = createContainer(settings, log, migrationsFolder)
  const server = await listen(createApp({ auth, config: settings, log, ping, webFolder }), settings)
  const stopJobs = startJobs(auth, log)
  log.info({ url: settings.publicUrl.origin, host: settings.host, port: settings.port }, 'listening')
  if (process.stdout.isTTY) console.log(`\n  Latchkey is at ${settings.publicUrl.origin}\n`)

  let stopping = false
  const stop = (cause: string, exitCode: number): void => {
    if (stopping) return
    stopping = true
    log.info({ cause }, 'stopping')
    stopJobs()
    drain(server, drainGraceMs)
      .then(close)
      .then(() => log.info('stopped'))
      .then(() => process.exit(exitCode))
      .catch((error: unknown) => {
        log.fatal({ err: error }, 'stopped without a clean close')
        process.exit(1)
      })
  }

  process.on('SIGINT', () => stop('SIGINT', 0))
  process.on('SIGTERM', () => stop('SIGTERM', 0))
  // After either of these nothing about the process is certain: say why, finish what is under way, go.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception')
    stop('uncaughtException', 1)
  })
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'unhandled rejection')
    stop('unhandledRejection', 1)
  })
}
