import type pg from 'pg'
import { createTestDatabase, type TestDatabaseOfPostgres, type TestPostgres, withClient } from './postgres-databases.ts'

interface UsedDatabase extends TestDatabaseOfPostgres {
  /** The names of its tables and indexes as it was made. */
  readonly relations: string
  /** Deletes the rows of every table but those of the migrations. */
  readonly deletions: string
}

/** Databases of this process that no test has, empty. The PostgreSQL of the tests deletes them at its end. */
const free: UsedDatabase[] = []

/**
 * Returns an empty database with all tables, which no other test has until `giveBack`. That ends what is still connected to
 * it, and empties it for another test: a hundredth of the time of a new one. A database whose tables a test has changed is
 * deleted.
 */
export async function takeTestDatabase(
  postgres: TestPostgres,
): Promise<{ readonly url: string; readonly giveBack: () => Promise<void> }> {
  const database = free.pop() ?? (await createDatabase(postgres))
  return {
    url: database.url,
    async giveBack() {
      if (await withClient(database.url, (client) => empty(client, database))) free.push(database)
      else await database.drop()
    },
  }
}

async function createDatabase(postgres: TestPostgres): Promise<UsedDatabase> {
  const database = await createTestDatabase(postgres)
  return withClient(database.url, async (client) => ({
    ...database,
    relations: await relationsOf(client),
    deletions: await deletionsOf(client),
  }))
}

const endOthers =
  'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
/** Deletes every row but those of the migrations; `false` when there are other tables than at the start. */
async function empty(client: pg.Client, { relations, deletions }: UsedDatabase): Promise<boolean> {
  await client.query(endOthers)
  if ((await relationsOf(client)) !== relations) return false
  await client.query(deletions)
  return true
}

async function relationsOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ names: string }>(
    "SELECT string_agg(relname, ' ' ORDER BY relname) AS names FROM pg_class WHERE relnamespace = 'public'::regnamespace",
  )
  return rows[0]?.names ?? ''
}

/** Returns what empties every table in one transaction. The rows of users take their events along, which nothing else deletes. */
async function deletionsOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ table: string }>(
    `SELECT tablename AS table FROM pg_tables
     WHERE schemaname = 'public' AND tablename NOT IN ('latchkey_migrations', 'events')`,
  )
  return ['BEGIN', ...rows.map(({ table }) => `DELETE FROM ${table}`), 'COMMIT'].join('; ')
}
