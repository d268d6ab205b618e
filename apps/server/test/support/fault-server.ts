import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { builtMain } from './built-server.ts'
import { listeningUrl } from './listening-url.ts'
import { Visitor } from './test-server.ts'

/** The built server in a process of its own, started so that a fault can be injected into it. */
export interface FaultServer {
  readonly url: string
  readonly pid: number
  readonly databaseFile: string
  /** Every line of its standard output. */
  readonly log: readonly string[]
  /** Resolves with the exit code; `null` when a signal ended the process. */
  readonly exit: Promise<number | null>
  readonly kill: (signal: NodeJS.Signals) => void
  /** A client with an empty cookie jar. */
  readonly visitor: () => Visitor
}

export interface FaultServerOptions {
  /** Default: one that is removed with the test. */
  readonly folder?: string
  readonly env?: Readonly<Record<string, string>>
  /** Arguments of Node before the program. */
  readonly nodeArgs?: readonly string[]
  /** Resource limits as `prlimit` takes them: `--nofile=64`. */
  readonly resourceLimits?: readonly string[]
}

/** Returns an empty folder that is removed with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }))
  return folder
}

/** Starts the built server; it ends with the test. */
export async function startFaultServer({
  folder = temporaryFolder(),
  env = {},
  nodeArgs = [],
  resourceLimits = [],
}: FaultServerOptions = {}): Promise<FaultServer> {
  const databaseFile = join(folder, 'data', 'test.db')
  mkdirSync(join(folder, 'data'), { recursive: true })
  const program = [process.execPath, ...nodeArgs, builtMain]
  const [command = '', ...args] =
    resourceLimits.length === 0 ? program : ['prlimit', ...resourceLimits, '--', ...program]
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      DATABASE_URL: `file:${databaseFile}`,
      PORT: '0',
      PASSWORD_HASH_MEMORY_KIB: '8',
      PASSWORD_HASH_PASSES: '1',
      SESSIONS_PER_USER: '500',
      ATTEMPTS_PER_ACCOUNT: '1000000',
      ATTEMPTS_PER_NETWORK: '1000000',
      ...env,
    },
  })
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exit
  })
  const log: string[] = []
  const url = await listeningUrl(child, (line) => log.push(line))
  return {
    url,
    pid: child.pid ?? 0,
    databaseFile,
    log,
    exit,
    kill: (signal) => void child.kill(signal),
    visitor: () => new Visitor(url, {}),
  }
}

/** Changes a resource limit of a running process, as `prlimit` takes it: `--fsize=unlimited:` (soft only). */
export function setResourceLimit(pid: number, limit: string): void {
  execFileSync('prlimit', ['--pid', String(pid), limit])
}
