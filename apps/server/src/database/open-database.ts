import type { AuthDependencies, AuthStores } from '@latchkey/auth'
import type { Config } from '../config/read-config.ts'
import type { Log } from '../log/logger.ts'
import { openSqliteDatabase } from './open-sqlite-database.ts'

/** A database that is migrated, with its stores. */
export interface OpenedDatabase {
  readonly stores: AuthStores
  /** What servers over the same database share; a server that is the only one has it in its memory. */
  readonly shared: Pick<AuthDependencies, 'bus' | 'counts' | 'presence' | 'now'>
  /** Does work unless another server does work of that name now. */
  readonly atOneServer: (name: string, work: () => Promise<void>) => Promise<void>
  /** Throws when the database can't be read or written. */
  readonly ping: () => Promise<void>
  readonly close: () => Promise<void>
}

type DatabaseConfig = Pick<Config, 'databaseFile' | 'postgresUrl' | 'postgresDirectUrl' | 'redisUrl'>

/** Opens the database of the configuration, and brings its tables up to date. `now` is a clock in milliseconds. */
export async function openDatabase(
  { databaseFile, postgresUrl, postgresDirectUrl, redisUrl }: DatabaseConfig,
  { migrationsFolder, now, log }: { readonly migrationsFolder: string; readonly now: () => number; readonly log: Log },
): Promise<OpenedDatabase> {
  if (postgresUrl === null) return openSqliteDatabase(databaseFile ?? ':memory:', migrationsFolder, now)
  // A server over SQLite does without the driver.
  const { openPostgresDatabase } = await import('./open-postgres-database.ts')
  return openPostgresDatabase({ postgresUrl, postgresDirectUrl, redisUrl, log })
}
