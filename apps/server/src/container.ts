import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Auth, createArgon2Hasher, createAuth, createMemoryAttemptLimiter } from '@latchkey/auth'
import { createSqliteStores } from '@latchkey/auth/sqlite'
import { closeDatabase, type LatchkeyDatabase, migrateDatabase, openDatabase } from '@latchkey/db'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { logEvents } from './event-log.ts'

export interface Container {
  readonly auth: Auth
  /** Throws when the database does not answer. */
  readonly ping: () => void
  /** Writes what is still in memory and closes the database. */
  readonly close: () => Promise<void>
}

/** Configuration → adapters → domain. `now` is for tests that move the clock. */
export function createContainer(config: Config, log: Logger, migrationsFolder: string, now?: () => Date): Container {
  const db = openMigrated(config.databaseFile, migrationsFolder)
  const auth = createAuth({
    stores: createSqliteStores(db),
    hasher: createArgon2Hasher(config.password.argon2),
    limiter: createMemoryAttemptLimiter(config.attempts),
    events: logEvents(log),
    passwordPolicy: { minLength: config.password.minLength },
    sessionPolicy: config.session,
    ...(now === undefined ? {} : { now }),
  })
  const ping = db.$client.prepare('SELECT 1')

  return {
    auth,
    ping: () => void ping.get(),
    close: async () => {
      await auth.sessions.flushActivity()
      closeDatabase(db)
    },
  }
}

function openMigrated(file: string, migrationsFolder: string): LatchkeyDatabase {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const db = openDatabase(file)
  migrateDatabase(db, migrationsFolder)
  return db
}
