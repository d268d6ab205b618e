import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import type { LatchkeyDatabase } from './open-database.ts'

/**
 * Brings the tables up to date with the migrations of a folder; does nothing where they are. All pending ones run in
 * one transaction: a crash in the middle leaves the database as it was.
 */
export function migrateDatabase(db: LatchkeyDatabase, migrationsFolder: string): void {
  migrate(db, { migrationsFolder })
}
