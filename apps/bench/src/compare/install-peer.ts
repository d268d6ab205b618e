import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { peersFolder } from './contestants.ts'

/**
 * Installs what a folder of `peers` depends on, by its own lock file, unless it is installed.
 *
 * @throws Error when it can't be installed.
 */
export function installPeer(peer: string): void {
  const cwd = join(peersFolder, peer)
  // pnpm writes this file last: without it, an install was cut short.
  if (!existsSync(join(cwd, 'pnpm-lock.yaml')) || existsSync(join(cwd, 'node_modules', '.modules.yaml'))) return
  const args = ['--yes', 'pnpm@12', 'install', '--frozen-lockfile', '--ignore-scripts', '--silent']
  execFileSync('npx', args, { cwd, stdio: 'inherit' })
}
