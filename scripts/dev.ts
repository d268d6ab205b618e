import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { mailboxPortsAbove, startLocalMailbox } from './local-mailbox.ts'
import { startLocalProvider } from './local-provider.ts'
import { stopWithNpx } from './stop-with-npx.ts'

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

if (existsSync(at('.env'))) process.loadEnvFile(at('.env'))

// People open one address: Vite answers there and passes API calls on to the server one port above.
const port = Number(process.env['PORT'] || 3000)
const highestPort = 65_535 - mailboxPortsAbove.smtp
if (!Number.isInteger(port) || port < 1 || port > highestPort) {
  console.error(`PORT must be a whole number from 1 to ${highestPort}.`)
  process.exit(1)
}
const apiPort = port + 1
const publicUrl = process.env['PUBLIC_URL'] ?? `http://localhost:${port}`

const [provider, mailbox] = await Promise.all([startLocalProvider(port), startLocalMailbox(port)])

const server = spawn(process.execPath, ['--watch', '--watch-preserve-output', 'src/main.ts'], {
  cwd: at('apps/server'),
  stdio: 'inherit',
  env: { ...process.env, ...provider?.env, ...mailbox?.env, PORT: String(apiPort), PUBLIC_URL: publicUrl },
})
const web = spawn(process.execPath, [at('apps/web/node_modules/vite/bin/vite.js')], {
  cwd: at('apps/web'),
  stdio: 'inherit',
  env: { ...process.env, PORT: String(port), LATCHKEY_API_PORT: String(apiPort) },
})

const children: readonly ChildProcess[] = [server, web, provider?.process, mailbox?.process].filter(
  (child) => child !== undefined,
)
let running = children.length
let exitCode = 0

const stopAll = (): void => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGTERM')
}

for (const child of children) {
  child.on('exit', (code) => {
    running -= 1
    exitCode ||= code ?? 0
    if (running === 0) process.exit(exitCode)
    stopAll()
  })
}
process.on('SIGINT', stopAll)
process.on('SIGTERM', stopAll)
stopWithNpx()
