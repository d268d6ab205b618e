import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const turboBin = fileURLToPath(new URL('../node_modules/turbo/bin/turbo', import.meta.url))

/** Runs turbo to its end and returns its exit code. */
export function turbo(...args: readonly string[]): number {
  const { status } = spawnSync(process.execPath, [turboBin, ...args], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
  })
  return status ?? 1
}
