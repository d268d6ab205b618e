import { existsSync } from 'node:fs'
import { pino } from 'pino'
import type { Config } from '../config/read-config.ts'
import { createContainer } from '../container.ts'
import { createLogger } from '../log/logger.ts'
import { migrationsFolder } from '../paths.ts'
import { runWithConfig } from './run-with-config.ts'

const standardError = 2

await runWithConfig(grant)

async function grant(config: Config): Promise<void> {
  const [email] = process.argv.slice(2)
  if (email === undefined) return fail('Usage: pnpm admin:grant <e-mail>')

  if (!existsSync(config.databaseFile))
    return fail(`There is no database at ${config.databaseFile} yet: start the server first.`)

  // The log goes to standard error, so that the answer is alone on standard output.
  const log = createLogger(config.logLevel, pino.destination(standardError))
  const { auth, close } = await createContainer(config, log, migrationsFolder)
  const granted = await auth.sessions.changeRole(email, 'admin')
  await close()

  if (granted === null) return fail(`No user has the address ${email}. They sign up first, then you grant.`)
  const { user, endedSessions } = granted
  console.log(`${user.email} is an admin. Sessions ended: ${endedSessions}; they sign in again.`)
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
