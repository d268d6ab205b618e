import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startLocalProvider } from './local-provider.ts'
import { stopWithNpx } from './stop-with-npx.ts'
import { turbo } from './turbo.ts'

/** The built server, as a variable: it does not exist yet when this file is checked. */
const server = '../apps/server/dist/main.js'

const envFile = fileURLToPath(new URL('../.env', import.meta.url))
if (existsSync(envFile)) process.loadEnvFile(envFile)

const code = turbo('run', 'build', '--output-logs=errors-only')
if (code !== 0) process.exit(code)

const provider = await startLocalProvider(Number(process.env['PORT'] || 3000))
if (provider !== null) {
  Object.assign(process.env, provider.env)
  process.on('exit', () => provider.process.kill('SIGTERM'))
}

// In this process, so that Ctrl-C and SIGTERM reach the server directly.
stopWithNpx()
await import(server)
