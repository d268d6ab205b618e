import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'
import type { Bench } from './run-bench.ts'
import { startProcess } from './start-process.ts'

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
  bench: Bench,
  file: string,
  env: Readonly<Record<string, string>> = settings,
): Promise<RunningServer> {
  const port = await freePort()
  const { pid, stop } = await startProcess(bench, {
    command: process.execPath,
    args: [main],
    env: { ...env, PORT: String(port), DATABASE_URL: `file:${file}` },
    ready: /"msg":"listening"/,
  })
  return { url: `http://127.0.0.1:${port}`, pid, stop }
}
