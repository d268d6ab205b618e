import { fileURLToPath } from 'node:url'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import type { SqliteDatabase } from './open-database.ts'

/** The migrations of this engine, in a checkout. */
const ownMigrations = fileURLToPath(new URL('./migrations', import.meta.url))

/**
 * Brings the tables up to date with the migrations of a folder; does nothing where they are. All pending migrations run
 * in one transaction: a crash in the middle leaves the database as it was.
 *
 * Foreign keys are off meanwhile: SQLite changes a table by making a new one and dropping the old, and the drop would
 * cascade. The pragma does nothing inside a transaction, so a migration can't set it.
 *
 * @throws Error when a migration left rows behind that point nowhere; the database is to be restored from its backup
 * @see [SQLite, making other kinds of table schema changes](https://www.sqlite.org/lang_altertable.html#otheralter)
 */
export function migrateDatabase(db: SqliteDatabase, migrationsFolder: string = ownMigrations): void {
  db.$client.function('base64url_bytes', { deterministic: true }, base64urlBytes)
  db.$client.pragma('foreign_keys = OFF')
  const before = migrationsOf(db)
  try {
    migrate(db, { migrationsFolder })
  } finally {
    db.$client.pragma('foreign_keys = ON')
  }
  // The check reads every row, so it is left out where nothing has changed.
  if (migrationsOf(db) === before) return
  const dangling = db.$client.pragma('foreign_key_check')
  if (Array.isArray(dangling) && dangling.length > 0) {
    throw new Error(`the migrations left ${dangling.length} rows that refer to rows which are not there`)
  }
}

/** Returns how many migrations a database has had. */
function migrationsOf({ $client }: SqliteDatabase): unknown {
  const hasAny = $client.prepare("SELECT 1 FROM sqlite_schema WHERE name = '__drizzle_migrations'").get() !== undefined
  return hasAny ? $client.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get() : 0
}

/** A function of SQL that migrations call: what a text in base64url stands for. */
function base64urlBytes(text: unknown): Buffer | null {
  return typeof text === 'string' ? Buffer.from(text, 'base64url') : null
}
