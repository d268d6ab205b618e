import { parseArgs } from 'node:util'
import { login } from './login.ts'
import { connection } from './connection.ts'
import { logout, sessions, whoami } from './commands.ts'
import { errorMessage } from './error-message.ts'
import { isMisuse, usage } from './usage.ts'

const commands = { login, whoami, sessions, logout }

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string', default: process.env['LATCHKEY_URL'] ?? 'http://localhost:3000' },
      tokens: { type: 'string' },
      device: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    console.log(usage)
    return 0
  }
  const [name = '', ...rest] = positionals
  if (!Object.hasOwn(commands, name) || rest.length > 0) {
    console.error(usage)
    return 2
  }
  const command = commands[name as keyof typeof commands]
  const options = connection(values.url, values.tokens)
  return command(options, { device: values.device, opensBrowser: !values['no-open'] }).catch((error: unknown) => {
    if (isMisuse(error)) throw error
    console.error(errorMessage(error, values.url))
    return 1
  })
}

try {
  process.exitCode = await run()
} catch (error) {
  if (!isMisuse(error)) throw error
  console.error(`${error.message}\n\n${usage}`)
  process.exitCode = 2
}
