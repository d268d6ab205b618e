import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

/** The migrations of this engine, in a checkout. */
const ownMigrations = fileURLToPath(new URL('./migrations', import.meta.url))

/**
 * Brings the tables up to date with the migrations of a folder, in the order of their names; does nothing where they are. Of
 * several servers that start at once one migrates, and the others wait for it. All pending migrations run in one
 * transaction: a crash in the middle leaves the database as it was.
 */
export async function migratePostgres(url: string, migrationsFolder: string = ownMigrations): Promise<void> {
  // A connection without the limits of a request: a migration may take longer.
  const client = new pg.Client({ connectionString: url, application_name: 'latchkey', connectionTimeoutMillis: 5000 })
  // What uses it is told by its query.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query("SELECT pg_advisory_xact_lock(hashtext('latchkey.migrations'))")
    for (const name of await pendingOf(client, migrationsFolder)) {
      // oxlint-disable-next-line no-await-in-loop -- each builds on those before it
      await client.query(readFileSync(join(migrationsFolder, name), 'utf8'))
      // oxlint-disable-next-line no-await-in-loop -- as above
      await client.query('INSERT INTO latchkey_migrations (name) VALUES ($1)', [name])
    }
    await client.query('COMMIT')
  } finally {
    await client.end()
  }
}

async function pendingOf(client: pg.Client, folder: string): Promise<readonly string[]> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS latchkey_migrations (
      name text PRIMARY KEY,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`)
  const { rows } = await client.query<{ name: string }>('SELECT name FROM latchkey_migrations')
  const applied = new Set(rows.map(({ name }) => name))
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql') && !applied.has(name))
    .toSorted()
}
