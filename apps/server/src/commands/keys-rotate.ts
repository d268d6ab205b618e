import { existsSync } from 'node:fs'
import { pino } from 'pino'
import type { Config } from '../config/read-config.ts'
import { createContainer } from '../container.ts'
import { createLogger } from '../log/logger.ts'
import { migrationsFolder } from '../paths.ts'
import { runWithConfig } from './run-with-config.ts'

const standardError = 2

await runWithConfig(rotate)

/** Replaces the signing key, which may have leaked, as soon as verifiers can know the new one. */
async function rotate(config: Config): Promise<void> {
  if (!existsSync(config.databaseFile)) {
    console.error(`There is no database at ${config.databaseFile} yet: start the server first.`)
    process.exitCode = 1
    return
  }
  const log = createLogger(config.logLevel, pino.destination(standardError))
  const { auth, close } = await createContainer(config, log, migrationsFolder)
  await auth.signingKeys.ensure()
  const { id, signsFrom } = await auth.signingKeys.rotate()
  log.info({ keyId: id, signsFrom }, 'signing key replaced')
  await close()
  console.log(`Key ${id} signs from ${signsFrom.toISOString()}. The keys before it stop there.`)
}
