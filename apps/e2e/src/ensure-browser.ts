import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { findBrowser } from './find-browser.ts'

/** Finds a browser or installs one; fails with what to do. Runs before the end-to-end tests. */

const playwrightCli = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js')
const isRoot = process.getuid?.() === 0

function run(command: string, ...args: readonly string[]): boolean {
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: 300_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return status === 0
}

function installPlaywrights(): boolean {
  console.log('No Chromium or Chrome on this machine. Trying Playwright’s own …')
  return run(process.execPath, playwrightCli, 'install', 'chromium')
}

function installDebians(): boolean {
  if (process.platform !== 'linux') return false
  console.log('Trying the system’s package …')
  return aptGet('update', '-qq') && aptGet('install', '-y', '-qq', '--no-install-recommends', 'chromium')
}

function aptGet(...args: readonly string[]): boolean {
  return isRoot ? run('apt-get', ...args) : run('sudo', '-n', 'apt-get', ...args)
}

/** Whether the browser starts: one that lacks its libraries does not. */
function starts(): boolean {
  const browser = findBrowser()
  return browser !== null && spawnSync(browser, ['--version', ...(isRoot ? ['--no-sandbox'] : [])]).status === 0
}

const ready = starts() || (installPlaywrights() && starts()) || (installDebians() && starts())
if (!ready) {
  console.error(
    'The end-to-end tests need a Chromium and none could be installed. Install Chromium or Chrome ' +
      '(Debian: apt-get install chromium), or set LATCHKEY_BROWSER to the path of one, and run the tests again.',
  )
  process.exit(1)
}
console.log(`Browser: ${findBrowser()}`)
