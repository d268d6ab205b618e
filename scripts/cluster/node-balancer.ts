import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ProgramDescription } from './start-program.ts'

const main = fileURLToPath(new URL('run-balancer.ts', import.meta.url))

/** Where a balancer listens, and the ports of the servers behind it. */
export interface BalancerAddress {
  readonly host: string
  readonly port: number
  readonly servers: readonly number[]
}

/** Describes the balancer of a few lines of Node, for a machine without nginx. */
export function nodeBalancer({ host, port, servers }: BalancerAddress, folder: string): ProgramDescription {
  return {
    name: 'balancer',
    command: [process.execPath, main, host, String(port), ...servers.map(String)],
    env: process.env,
    runs: /^listening$/,
    logFile: join(folder, 'balancer.log'),
  }
}
