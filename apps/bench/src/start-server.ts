import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Bench } from './run-bench.ts'

const main = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url))

/** Password hashing and rate limits must not influence the measurement: hashing is cheap, and the limits are out of reach. */
const settings = {
  PASSWORD_HASH_MEMORY_KIB: '8',
  PASSWORD_HASH_PASSES: '1',
  ATTEMPTS_PER_ACCOUNT: '1000000',
  ATTEMPTS_PER_NETWORK: '1000000',
  SUDO_MINUTES: '120',
}

export interface RunningServer {
  readonly url: string
  readonly pid: number
  readonly stop: () => Promise<void>
}

/**
 * Starts the built server over a database file, on a free port of this machine. Resolves when it listens. `env` replaces
 * the settings that keep hashing cheap and limits out of reach.
 */
export async function startServer(
  { onExit }: Bench,
  file: string,
  env: Readonly<Record<string, string>> = settings,
): Promise<RunningServer> {
  const port = await freePort()
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...env, PORT: String(port), DATABASE_URL: `file:${file}` },
  })
  onExit(() => void child.kill('SIGKILL'))
  const exit = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    let output = ''
    const onData = (chunk: Buffer): void => {
      output += chunk.toString()
      if (!output.includes('"msg":"listening"')) return
      child.stdout.off('data', onData)
      // An unread pipe would fill up and block the server's log.
      child.stdout.resume()
      resolve()
    }
    child.stdout.on('data', onData)
    child.on('exit', (code) => reject(new Error(`the server ended with ${code} before it listened`)))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM')
      await exit
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
