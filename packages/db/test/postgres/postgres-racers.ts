import { fileURLToPath } from 'node:url'
import type { Racers } from '@latchkey/auth/testing'
import { expect } from 'vitest'
import type { TestDatabaseOfPostgres } from '../../src/testing/index.ts'
import { createPostgresStores, openPostgres, type PostgresConnections } from '../../src/postgres/index.ts'
import { startProcesses } from '../two-processes.ts'

const program = fileURLToPath(new URL('race-process.ts', import.meta.url))

/**
 * Starts two processes over one database, each with four connections. `close` deletes it.
 *
 * @throws when PostgreSQL has found a deadlock: a transaction that runs again hides it from its caller
 */
export async function startPostgresRacers({ url, drop }: TestDatabaseOfPostgres): Promise<Racers> {
  const connections = openPostgres({ url })
  const processes = await startProcesses(program, url)
  return {
    stores: createPostgresStores(connections),
    race: processes.race,
    async close() {
      await processes.end()
      const deadlocks = await deadlocksOf(connections.pool)
      await connections.close()
      await drop()
      expect(deadlocks, 'deadlocks that PostgreSQL found').toBe(0)
    },
  }
}

/** A connection adds what it has counted when it ends, so all others are ended before. */
async function deadlocksOf(pool: PostgresConnections['pool']): Promise<number> {
  await pool.query(
    'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )
  const { rows } = await pool.query<{ deadlocks: string }>(
    'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
  )
  return Number(rows[0]?.deadlocks)
}
