import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import type { ConnectionLimits } from '../../src/http/serve.ts'
import { listeningUrl } from './listening-url.ts'
import { newTestDatabase, type TestDatabase } from './test-database.ts'
import { quick, Visitor, writeWebFolder } from './test-server.ts'

const here = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

const limitedMain = here('limited-server.ts')

/** The built server as `pnpm start` runs it. */
export const builtMain = here('../../dist/main.js')

export interface BuiltServer extends TestDatabase {
  readonly url: string
  readonly pid: number
  /** The folder of the built web app. */
  readonly webFolder: string
  /** Every line of its standard output. */
  readonly log: readonly string[]
  /** A client with an empty cookie jar. */
  visitor(headers?: Readonly<Record<string, string>>): Visitor
}

interface BuiltServerOptions {
  /** More files of the web app, by their path in its folder. */
  readonly webFiles?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  /** Other limits for connections. A server with this option runs from its sources. */
  readonly limits?: Partial<ConnectionLimits>
}

/** Starts the built server in a process of its own over files of its own; all are removed with the test. */
export async function startBuiltServer(options: BuiltServerOptions = {}): Promise<BuiltServer> {
  const { server, stop } = await start(options)
  onTestFinished(stop)
  return server
}

/** Shares one built server among the tests of a `describe` block. Returns its getter. */
export function shareBuiltServer(options: BuiltServerOptions = {}): () => BuiltServer {
  let running: { server: BuiltServer; stop: () => Promise<void> } | null = null
  beforeAll(async () => {
    running = await start(options)
  })
  afterAll(() => running?.stop())
  return () => {
    if (running === null) throw new Error('the shared server has not started')
    return running.server
  }
}

/**
 * Lays out a checkout with nothing in it but what the built server reads: its files, its modules, the migrations and a
 * web app. An `.env` file of the real checkout is not among them.
 */
export function installBuiltServer(folder: string): { readonly main: string; readonly webFolder: string } {
  const server = join(folder, 'apps', 'server')
  const webFolder = join(folder, 'apps', 'web', 'dist')
  mkdirSync(server, { recursive: true })
  cpSync(here('../../dist'), join(server, 'dist'), { recursive: true })
  cpSync(here('../../package.json'), join(server, 'package.json'))
  symlinkSync(here('../../node_modules'), join(server, 'node_modules'))
  for (const name of ['auth', 'db']) {
    mkdirSync(join(folder, 'packages', name), { recursive: true })
    symlinkSync(here(`../../../../packages/${name}/src`), join(folder, 'packages', name, 'src'))
  }
  writeWebFolder(webFolder)
  return { main: join(server, 'dist', 'main.js'), webFolder }
}

async function start({
  env = {},
  webFiles = {},
  limits,
}: BuiltServerOptions): Promise<{ server: BuiltServer; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const { main, webFolder } = installBuiltServer(folder)
  for (const [path, content] of Object.entries(webFiles)) writeFileSync(join(webFolder, path), content)
  const { drop, ...database } = await newTestDatabase(folder)
  const program = limits === undefined ? [main] : [limitedMain, JSON.stringify(limits), webFolder]
  const child = spawn(process.execPath, program, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...quick, ...database.databaseEnv, PORT: '0', ...env },
  })
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await closed
    await drop()
    rmSync(folder, { recursive: true })
  }
  const log: string[] = []
  const url = await listeningUrl(child, (line) => log.push(line))
  const server: BuiltServer = {
    ...database,
    url,
    pid: child.pid ?? 0,
    webFolder,
    log,
    visitor: (headers = {}) => new Visitor(url, headers),
  }
  return { server, stop }
}
