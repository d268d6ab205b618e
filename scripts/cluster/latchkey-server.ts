import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ProgramDescription } from './start-program.ts'

const main = fileURLToPath(new URL('../../apps/server/dist/main.js', import.meta.url))

/** Describes one of the built servers behind the balancer; `env` is what they have in common. */
export function latchkeyServer(
  { number, port }: { readonly number: number; readonly port: number },
  folder: string,
  env: NodeJS.ProcessEnv,
): ProgramDescription {
  return {
    name: `server ${number}`,
    command: [process.execPath, '--max-semi-space-size=8', main],
    // Only the balancer reaches it, from this address.
    env: { ...process.env, ...env, HOST: '127.0.0.1', PORT: String(port), TRUST_PROXY: '127.0.0.1' },
    runs: /"msg":"listening"/,
    logFile: join(folder, `server-${number}.log`),
  }
}
