import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { UserDescription } from '@latchkey/auth'
import { pino } from 'pino'
import type { Config } from '../config/read-config.ts'
import { createContainer } from '../container.ts'
import { createLogger } from '../log/logger.ts'
import { migrationsFolder } from '../paths.ts'
import { readGrantArguments } from './grant-arguments.ts'
import { runWithConfig } from './run-with-config.ts'
import { userSummary } from './user-summary.ts'

const standardError = 2
const usage = 'Usage: pnpm admin:grant <email> [--yes <user id>]'

await runWithConfig(grant)

/**
 * Gives a user the admin role after showing who that is: an address is no proof of a person, because a user may have signed
 * up with one that is not theirs. A script names the user whom its author looked at with `--yes`.
 */
async function grant(config: Config): Promise<void> {
  const args = readGrantArguments(process.argv.slice(2))
  if (args === null) return fail(usage)
  const { databaseFile } = config
  if (databaseFile !== null && !existsSync(databaseFile))
    return fail(`There is no database at ${databaseFile} yet: start the server first.`)

  // The log goes to standard error, so that standard output has what the operator reads and nothing else.
  const log = createLogger(config.logLevel, pino.destination(standardError))
  const { auth, close } = await createContainer(config, log, migrationsFolder)
  try {
    const description = await auth.describeUser(args.email)
    if (description === null) return fail(`No user has the address ${args.email}. They sign up first, then you grant.`)
    console.log(userSummary(description))
    if (!(await isConfirmed(description, args.yes))) return
    const { user, endedSessions } = await auth.sessions.changeRole(description.user, 'admin')
    console.log(`${user.email} is an admin. Sessions ended: ${endedSessions}; they sign in again.`)
  } finally {
    await close()
  }
}

/** Returns whether the operator says yes: with the id of the user, or as an answer on standard input. */
async function isConfirmed({ user }: UserDescription, yes: string | null): Promise<boolean> {
  if (yes === user.id) return true
  if (yes !== null) {
    fail(`The user with this address does not have the id ${yes}. Nothing was changed.`)
    return false
  }
  process.stdout.write(`Grant admin to ${user.email}? [y/N] `)
  const answer = await readLine()
  if (/^y(?:es)?$/i.test(answer.trim())) return true
  fail('Nothing was changed.')
  return false
}

/** Returns the first line of standard input; empty where that ends without one. */
async function readLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin })
  for await (const line of lines) return line
  return ''
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
