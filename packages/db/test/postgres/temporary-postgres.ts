import { afterAll, inject, onTestFinished } from 'vitest'
import { openPostgres, type PostgresConnections } from '../../src/postgres/index.ts'
import { createTestDatabase } from '../../src/testing/index.ts'

/** Returns connections to a migrated database of its own, which is deleted after the test. */
export async function temporaryPostgres(): Promise<PostgresConnections & { readonly url: string }> {
  const { url, drop } = await createTestDatabase(inject('postgres'))
  const connections = openPostgres({ url })
  onTestFinished(async () => {
    await connections.close()
    await drop()
  })
  return { ...connections, url }
}

/**
 * Returns a function that returns connections to one database of the test file, which it empties each time: a tenth of the
 * time of a database for each test.
 */
export function sharedPostgres(): () => Promise<PostgresConnections> {
  let shared: Promise<{ readonly connections: PostgresConnections; readonly drop: () => Promise<void> }> | null = null
  afterAll(async () => {
    const database = await shared
    await database?.connections.close()
    await database?.drop()
  })
  return async () => {
    shared ??= createTestDatabase(inject('postgres')).then(({ url, drop }) => ({
      connections: openPostgres({ url }),
      drop,
    }))
    const { connections } = await shared
    await emptyDatabase(connections)
    return connections
  }
}

/** Deletes every row but those of the migrations, also the events, whose triggers refuse it. */
export async function emptyDatabase({ pool }: PostgresConnections): Promise<void> {
  const { rows } = await pool.query<{ tablename: string }>(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'latchkey_migrations'",
  )
  const deletions = rows.map(({ tablename }) => `DELETE FROM ${tablename}`)
  await pool.query(['BEGIN', 'SET LOCAL session_replication_role = replica', ...deletions, 'COMMIT'].join('; '))
}
