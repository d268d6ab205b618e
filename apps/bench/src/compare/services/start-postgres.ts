import { fileURLToPath } from 'node:url'
import type { Bench } from '../../run-bench.ts'
import { startProcess } from '../../start-process.ts'
import { runStatements } from './run-statements.ts'
import type { Service } from './service.ts'

const program = fileURLToPath(new URL('../../../../../packages/db/bench/run-postgres.ts', import.meta.url))

/** A PostgreSQL, whose address is that of its database `postgres`. */
export interface PostgresService extends Service {
  /** Makes an empty database; returns its address. */
  readonly createDatabase: (name: string) => string
}

/** Starts a PostgreSQL with the settings that it has by itself, tied to no processor. Its data go when it stops. */
export async function startPostgres(bench: Bench): Promise<PostgresService> {
  const { printed, stop } = await startProcess(bench, {
    command: process.execPath,
    args: [program],
    ready: /^\{"url".*\}$/m,
    endsWithInput: true,
  })
  const { url, pid } = JSON.parse(printed[0]) as { readonly url: string; readonly pid: number }
  return {
    url,
    pid,
    stop,
    createDatabase(name) {
      runStatements(url, [`CREATE DATABASE ${name}`])
      return new URL(`/${name}`, url).href
    },
  }
}
