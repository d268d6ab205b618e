import type { AuthStores, SessionBus } from '@latchkey/auth'
import type { Config } from '../config/read-config.ts'
import type { Log } from '../log/logger.ts'
import { openSqliteDatabase } from './open-sqlite-database.ts'

/** A database that is migrated, with its stores. */
export interface OpenedDatabase {
  readonly stores: AuthStores
  /** Says when sessions have changed, where other servers may change them too. */
  readonly bus?: SessionBus
  /** Throws when the database can't be read or written. */
  readonly ping: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Opens the database of the configuration, and brings its tables up to date. `now` is a clock in milliseconds. */
export async function openDatabase(
  { databaseFile, postgresUrl }: Pick<Config, 'databaseFile' | 'postgresUrl'>,
  { migrationsFolder, now, log }: { readonly migrationsFolder: string; readonly now: () => number; readonly log: Log },
): Promise<OpenedDatabase> {
  if (postgresUrl === null) return openSqliteDatabase(databaseFile ?? ':memory:', migrationsFolder, now)
  // A server over SQLite does without the driver.
  const { openPostgresDatabase } = await import('./open-postgres-database.ts')
  return openPostgresDatabase(postgresUrl, log)
}
