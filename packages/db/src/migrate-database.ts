import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import type { LatchkeyDatabase } from './open-database.ts'

/**
 * Brings the tables up to date with the migrations of a folder; does nothing where they are. All pending ones run in
 * one transaction: a crash in the middle leaves the database as it was.
 *
 * Foreign keys are off meanwhile: SQLite changes a table by making a new one and dropping the old, and the drop would
 * cascade. The pragma does nothing inside a transaction, so a migration can't see to that itself.
 *
 * @throws Error when a migration left rows behind that point nowhere; the database is to be restored from its backup
 * @see [SQLite, making other kinds of table schema changes](https://www.sqlite.org/lang_altertable.html#otheralter)
 */
export function migrateDatabase(db: LatchkeyDatabase, migrationsFolder: string): void {
  db.$client.pragma('foreign_keys = OFF')
  try {
    migrate(db, { migrationsFolder })
  } finally {
    db.$client.pragma('foreign_keys = ON')
  }
  const dangling = db.$client.pragma('foreign_key_check')
  if (Array.isArray(dangling) && dangling.length > 0) {
    throw new Error(`the migrations left ${dangling.length} rows that refer to rows which are not there`)
  }
}
