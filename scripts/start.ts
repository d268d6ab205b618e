import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startLocalMailbox } from './local-mailbox.ts'
import { startLocalProvider } from './local-provider.ts'
import { stopWithNpx } from './stop-with-npx.ts'
import { turbo } from './turbo.ts'

/** The built server, as a variable: it does not exist yet when this file is checked. */
const server = '../apps/server/dist/main.js'

const envFile = fileURLToPath(new URL('../.env', import.meta.url))
if (existsSync(envFile)) process.loadEnvFile(envFile)

const code = turbo('run', 'build', '--output-logs=errors-only')
if (code !== 0) process.exit(code)

const port = Number(process.env['PORT'] || 3000)
for (const started of await Promise.all([startLocalProvider(port), startLocalMailbox(port)])) {
  if (started === null) continue
  Object.assign(process.env, started.env)
  process.on('exit', () => started.process.kill('SIGTERM'))
}

// In this process, so that Ctrl-C and SIGTERM reach the server directly.
stopWithNpx()
await import(server)
