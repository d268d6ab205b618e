import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../free-port.ts'
import type { Bench } from '../../run-bench.ts'
import { startProcess } from '../../start-process.ts'
import type { Service } from './service.ts'

/** Whether the machine has a `redis-server`. */
export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0
}

/** Starts a Redis with a file of its own on a free port, tied to no processor. */
export async function startRedis(bench: Bench): Promise<Service> {
  const port = await freePort()
  const folder = mkdtempSync(join(bench.folder, 'redis-'))
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes']
  const { pid, stop } = await startProcess(bench, {
    command: 'redis-server',
    args,
    ready: /Ready to accept connections/,
  })
  return { url: `redis://127.0.0.1:${port}`, pid, stop }
}
