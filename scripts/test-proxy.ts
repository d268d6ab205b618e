import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { findProgram } from './find-program.ts'

/** The programs that the tests behind a proxy need, which no package brings. */
const programs = ['nginx', 'openssl']

const missing = programs.filter((name) => findProgram(name) === null)
if (missing.length > 0) {
  console.error(
    `There is no ${missing.join(' and no ')} on the PATH: install it, like apt-get install nginx-light openssl.`,
  )
  process.exit(1)
}
if (findProgram('caddy') === null) console.log('There is no caddy on the PATH: its example is not tested.')

const { status } = spawnSync(
  process.execPath,
  [fileURLToPath(new URL('../apps/server/node_modules/vitest/vitest.mjs', import.meta.url)), 'run', '--mode', 'proxy'],
  { cwd: fileURLToPath(new URL('../apps/server', import.meta.url)), stdio: 'inherit' },
)
process.exit(status ?? 1)
