import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { freePort } from './free-port.ts'

export interface StartedRedis {
  readonly url: string
  readonly port: number
  /** Stops the process for a while without ending it: its connections stay open, and nothing is answered. */
  readonly pause: () => void
  readonly goOn: () => void
  /** Ends the process at once; resolves when it is gone. */
  readonly kill: () => Promise<void>
}

export interface RedisOptions {
  readonly port?: number
  readonly flags?: readonly string[]
}

const howToGetIt =
  'These tests need redis-server and none could be installed: install Redis (Debian: apt-get install redis-server), and run them again.'

/**
 * Starts a Redis that keeps nothing on disk, on a free port unless one is given: the program of this machine, or of Debian's
 * package, which it installs where it may.
 *
 * @throws Error that says how to get Redis where there is none
 */
export async function startRedis({ port, flags = [] }: RedisOptions = {}): Promise<StartedRedis> {
  const program = findRedis() ?? (installRedis() ? findRedis() : null)
  if (program === null) throw new Error(howToGetIt)
  const listening = port ?? (await freePort())
  const only = ['--bind', '127.0.0.1', '--port', String(listening), '--save', '', '--appendonly', 'no']
  const child = spawn(program, [...only, ...flags], { stdio: 'ignore' })
  const exit = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  await answers(listening)
  return {
    url: `redis://127.0.0.1:${listening}`,
    port: listening,
    pause: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    async kill() {
      child.kill('SIGKILL')
      await exit
    },
  }
}

function findRedis(): string | null {
  // oxlint-disable-next-line node/no-process-env -- a variable of every machine
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.map((folder) => join(folder, 'redis-server')).find(isExecutable) ?? null
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Installs the package of Debian, where this user is root. */
function installRedis(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const install = ['install', '-y', '-qq', '--no-install-recommends', 'redis-server']
  return aptGet('update', '-qq') && aptGet(...install)
}

function aptGet(...args: readonly string[]): boolean {
  const command = ['DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args]
  return spawnSync('env', command, { stdio: 'ignore', timeout: 300_000 }).status === 0
}

/** Waits until something accepts connections at a port of this machine, for ten seconds at most. */
async function answers(port: number): Promise<void> {
  const until = performance.now() + 10_000
  while (performance.now() < until) {
    // oxlint-disable-next-line no-await-in-loop -- one try after the other
    if (await accepts(port)) return
    // oxlint-disable-next-line no-await-in-loop -- as above
    await setTimeout(10)
  }
  throw new Error('Redis did not start')
}

function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return new Promise((resolve) => {
    socket.on('connect', () => resolve(true))
    socket.on('error', () => resolve(false))
  }).then((isOpen) => {
    socket.destroy()
    return isOpen === true
  })
}
