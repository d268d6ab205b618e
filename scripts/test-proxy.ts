import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The programs that the tests behind a proxy need, which no package brings. */
const programs: readonly (readonly [name: string, versionArgument: string])[] = [
  ['nginx', '-v'],
  ['openssl', 'version'],
]

const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`
const isInstalled = (name: string, argument: string): boolean =>
  spawnSync(name, [argument], { env: { PATH: path } }).status === 0

const missing = programs.flatMap(([name, argument]) => (isInstalled(name, argument) ? [] : [name]))
if (missing.length > 0) {
  console.error(
    `There is no ${missing.join(' and no ')} on the PATH: install it, like apt-get install nginx-light openssl.`,
  )
  process.exit(1)
}
if (!isInstalled('caddy', 'version')) console.log('There is no caddy on the PATH: its example is not tested.')

const { status } = spawnSync(
  process.execPath,
  [fileURLToPath(new URL('../apps/server/node_modules/vitest/vitest.mjs', import.meta.url)), 'run', '--mode', 'proxy'],
  { cwd: fileURLToPath(new URL('../apps/server', import.meta.url)), stdio: 'inherit' },
)
process.exit(status ?? 1)
