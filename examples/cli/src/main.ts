import { parseArgs } from 'node:util'
import { LatchkeyError, refusalReason } from '@latchkey/client'
import { login } from './login.ts'
import { connection } from './connection.ts'
import { logout, sessions, whoami } from './commands.ts'

const usage = `Usage: latchkey [--url <url>] [--tokens <file>] <command>

  login [--device] [--no-open]   sign in by browser, or by a code for a browser elsewhere
  whoami                         say who is signed in
  sessions                       list the sessions
  logout                         end this session

--url is LATCHKEY_URL, else http://localhost:3000.`

const commands = { login, whoami, sessions, logout }

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string', default: process.env['LATCHKEY_URL'] ?? 'http://localhost:3000' },
      tokens: { type: 'string' },
      device: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
    },
  })
  const [name = '', ...rest] = positionals
  if (!Object.hasOwn(commands, name) || rest.length > 0) {
    console.error(usage)
    return 2
  }
  const command = commands[name as keyof typeof commands]
  return command(connection(values.url, values.tokens), { device: values.device, opens: !values['no-open'] })
}

/** What to do about it, in a line. */
function explain(error: unknown): string {
  const reason = refusalReason(error)
  if (reason === 'SESSION_ENDED') return 'This session has ended (SESSION_ENDED). Sign in again: latchkey login'
  if (reason === 'NOT_SIGNED_IN') return 'Nobody is signed in (NOT_SIGNED_IN). Sign in: latchkey login'
  if (reason !== null) return `Refused: ${reason}. To start afresh: latchkey login`
  if (error instanceof LatchkeyError) return `${error.message} (${error.reason})`
  return error instanceof Error ? error.message : String(error)
}

try {
  process.exitCode = await run()
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}
