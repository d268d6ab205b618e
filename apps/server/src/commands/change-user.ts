import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Auth, UserDescription } from '@latchkey/auth'
import { pino } from 'pino'
import type { Config } from '../config/read-config.ts'
import { createContainer } from '../container.ts'
import { createLogger } from '../log/logger.ts'
import { migrationsFolder } from '../paths.ts'
import { readUserArguments } from './user-arguments.ts'
import { userSummary } from './user-summary.ts'

const standardError = 2

/** What a command does to a user, after its operator has said yes. */
export interface UserChange {
  readonly usage: string
  /** The question, with the address of the user. */
  readonly question: (email: string) => string
  /** What is said of an address that has no user. */
  readonly unknown: (email: string) => string
  /** Makes the change; returns what is printed. */
  readonly change: (auth: Auth, user: UserDescription['user']) => Promise<string>
}

/**
 * Changes a user after showing who that is: an address is no proof of a person, because a user may have signed up with one that
 * is not theirs. A script names the user whom its author looked at with `--yes`.
 */
export async function changeUser(config: Config, { usage, question, unknown, change }: UserChange): Promise<void> {
  const args = readUserArguments(process.argv.slice(2))
  if (args === null) return fail(usage)
  const { databaseFile } = config
  if (databaseFile !== null && !existsSync(databaseFile))
    return fail(`There is no database at ${databaseFile} yet: start the server first.`)

  // The log goes to standard error, so that standard output has what the operator reads and nothing else.
  const log = createLogger(config.logLevel, pino.destination(standardError))
  const { auth, close } = await createContainer(config, log, migrationsFolder)
  try {
    const description = await auth.describeUser(args.email)
    if (description === null) return fail(unknown(args.email))
    console.log(userSummary(description))
    if (!(await isConfirmed(description, args.yes, question))) return
    console.log(await change(auth, description.user))
  } finally {
    await close()
  }
}

/** Returns whether the operator says yes: with the id of the user, or as an answer on standard input. */
async function isConfirmed(
  { user }: UserDescription,
  yes: string | null,
  question: UserChange['question'],
): Promise<boolean> {
  if (yes === user.id) return true
  if (yes !== null) {
    fail(`The user with this address does not have the id ${yes}. Nothing was changed.`)
    return false
  }
  process.stdout.write(`${question(user.email)} [y/N] `)
  const answer = await readLine()
  if (/^y(?:es)?$/i.test(answer.trim())) return true
  fail('Nothing was changed.')
  return false
}

/** Returns the first line of standard input; empty where that ends without one. */
async function readLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    // An input that stays open, such as the pipe of a script, would keep the process from ending.
    process.stdin.destroy()
  }
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
