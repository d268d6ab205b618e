import { existsSync } from 'node:fs'
import { canonicalEmail } from '@latchkey/schema'
import { pino } from 'pino'
import type { Config } from '../config/read-config.ts'
import { createContainer } from '../container.ts'
import { createLogger } from '../log/logger.ts'
import { migrationsFolder } from '../paths.ts'
import { runWithConfig } from './run-with-config.ts'

const standardError = 2
const usage = 'Usage: pnpm mail:undeliverable <email> [--remove]'

await runWithConfig(mark)

/**
 * Marks an address that mail comes back from, or that complained: nothing is sent to it from then on. `--remove` takes the mark
 * back.
 */
async function mark(config: Config): Promise<void> {
  const [typed = '', option, ...rest] = process.argv.slice(2)
  const email = canonicalEmail(typed)
  const isRemoved = option === '--remove'
  if (email === null || rest.length > 0 || (option !== undefined && !isRemoved)) return fail(usage)
  const { databaseFile } = config
  if (databaseFile !== null && !existsSync(databaseFile)) {
    return fail(`There is no database at ${databaseFile} yet: start the server first.`)
  }
  const log = createLogger(config.logLevel, pino.destination(standardError))
  const { auth, close } = await createContainer(config, log, migrationsFolder)
  try {
    const isChanged = await auth.outbox.markUndeliverable(email, !isRemoved)
    console.log(`${isRemoved ? 'Mail is sent' : 'No mail is sent'} to ${email}${isChanged ? '' : ', as before'}.`)
  } finally {
    await close()
  }
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
