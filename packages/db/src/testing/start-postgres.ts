import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { freePort } from './free-port.ts'
import { loadEmbeddedPostgres } from './load-embedded-postgres.ts'

export interface StartedPostgres {
  /** The address of its database `postgres`, with the rights of a superuser. */
  readonly url: string
  /** Returns the id of its main process. */
  readonly pid: () => number
  /** Cuts every connection and stops, as an operator would; its data stay. */
  readonly shutDown: () => Promise<void>
  /** Ends every process of it with SIGKILL, on Linux; its data stay as they are at that moment. */
  readonly kill: () => Promise<void>
  /** Starts again, on the same port and data. */
  readonly start: () => Promise<void>
  /** Stops, and deletes the data unless they are kept. */
  readonly stop: () => Promise<void>
}

/** A PostgreSQL whose data stay when it stops. */
export interface KeptPostgres {
  readonly folder: string
  readonly port: number
  /** The password of its user `postgres`: the same at each start. */
  readonly password: string
  /** Takes its log, in parts. */
  readonly log: (part: string) => void
}

/** What a test needs no safety for: its data goes with it. */
const fast = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']

/** At its making, for the same reason. A connection begins with many rounds of hashing otherwise. */
const ofATest = ['--no-sync', '--set=scram_iterations=1']

/**
 * Starts a PostgreSQL from the binaries that come with a package: one whose data go when it stops, in a temporary folder
 * and on a free port, or one that is kept. As root it runs as the user `postgres`, which it makes where there is none.
 */
export async function startPostgres({
  kept = null,
  flags = kept === null ? fast : [],
  parent = tmpdir(),
}: {
  readonly kept?: KeptPostgres | null
  readonly flags?: readonly string[]
  /** The folder in which the temporary one is made. */
  readonly parent?: string
} = {}): Promise<StartedPostgres> {
  const { folder, port, password } = kept ?? (await temporaryIn(parent))
  const data = join(folder, 'data')
  mkdirSync(folder, { recursive: true })
  // The user that the server runs as goes through it.
  chmodSync(folder, 0o755)
  const said: string[] = []
  const hear = (part: unknown): void => {
    said.push(String(part))
    kept?.log(String(part))
  }
  const EmbeddedPostgres = await loadEmbeddedPostgres()
  const server = new EmbeddedPostgres({
    databaseDir: data,
    port,
    user: 'postgres',
    password,
    // It would delete the data at each stop.
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', ...(kept === null ? ofATest : [])],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', ...flags],
    onLog: hear,
    onError: hear,
  })
  const start = async (): Promise<void> => {
    try {
      await server.start()
    } catch (error) {
      throw new Error(`PostgreSQL did not start: ${said.join('').slice(-2000)}`, { cause: error })
    }
  }
  try {
    if (!existsSync(join(data, 'PG_VERSION'))) await server.initialise()
  } catch (error) {
    throw new Error(`PostgreSQL made no data: ${said.join('').slice(-2000)}`, { cause: error })
  }
  await start()
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    pid: () => firstProcessOf(data),
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
      if (kept === null) rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function temporaryIn(parent: string): Promise<Omit<KeptPostgres, 'log'>> {
  const folder = mkdtempSync(join(parent, 'latchkey-postgres-'))
  return { folder, port: await freePort(), password: 'postgres' }
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
