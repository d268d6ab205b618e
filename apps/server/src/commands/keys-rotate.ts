import { existsSync } from 'node:fs'
import type { Auth } from '@latchkey/auth'
import { pino } from 'pino'
import type { Config } from '../config/read-config.ts'
import { createContainer } from '../container.ts'
import { createLogger, type Log } from '../log/logger.ts'
import { migrationsFolder } from '../paths.ts'
import { runWithConfig } from './run-with-config.ts'

const standardError = 2

await runWithConfig(rotate)

/** Replaces the signing key: as soon as verifiers can know the new one, or with `--now` at once. */
async function rotate(config: Config): Promise<void> {
  const options = process.argv.slice(2)
  if (options.some((option) => option !== '--now')) return fail('Usage: pnpm keys:rotate [--now]')
  const { databaseFile } = config
  if (databaseFile !== null && !existsSync(databaseFile)) {
    return fail(`There is no database at ${databaseFile} yet: start the server first.`)
  }
  const log = createLogger(config.logLevel, pino.destination(standardError))
  const { auth, close } = await createContainer(config, log, migrationsFolder)
  const replace = options.length > 0 ? withdraw : retire
  const said = await replace(auth.signingKeys, log)
  await close()
  console.log(said)
}

async function retire(keys: Auth['signingKeys'], log: Log): Promise<string> {
  await keys.ensure()
  const { id, signsFrom } = await keys.rotate()
  log.info({ keyId: id, signsFrom }, 'signing key replaced')
  return `Key ${id} signs from ${signsFrom.toISOString()}. The keys before it stop there.`
}

/** For a key that leaked: tokens that it signed are refused at once, the forged ones and the others. */
async function withdraw(keys: Auth['signingKeys'], log: Log): Promise<string> {
  const { id, withdrawn } = await keys.replaceNow()
  log.warn({ keyId: id, withdrawn }, 'signing keys withdrawn')
  return `Key ${id} signs from now on. Withdrawn: ${withdrawn}. Servers that run notice within five seconds; restart the services that verify tokens by themselves, which may hold the old keys for ten minutes.`
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
