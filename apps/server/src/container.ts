import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  type Auth,
  type AuthDependencies,
  createArgon2Hasher,
  createAuth,
  defaultSigningKeyPolicy,
  ConfiguredProviders,
} from '@latchkey/auth'
import {
  closeDatabase,
  createSqliteStores,
  createWriteProbe,
  migrateDatabase,
  openDatabase,
  type SqliteDatabase,
  type WriteProbe,
} from '@latchkey/db/sqlite'
import { readAppSecrets } from './config/read-app-secrets.ts'
import type { Config } from './config/read-config.ts'
import { openBreachedPasswords } from './passwords/open-breached-passwords.ts'
import { openMaxmindGeolocation } from './geolocation/maxmind-geolocation.ts'
import { logEvents } from './log/event-log.ts'
import type { Log } from './log/logger.ts'

export interface Container {
  readonly auth: Auth
  /** Throws when the database can’t be read or written. */
  readonly ping: () => Promise<void>
  /** Writes what is still in memory and closes the database. */
  readonly close: () => Promise<void>
}

/** What tests set that no configuration does: the clock, and the times that they do not want to wait for. */
export type ContainerOptions = Pick<AuthDependencies, 'now' | 'pollInterval' | 'providerTimeout'>

/**
 * Puts the server together: the database and its stores, the providers and clients of the configuration, its policies.
 * Returns once the database is migrated.
 *
 * @throws ConfigError when a file that the configuration names can't be used
 */
export async function createContainer(
  config: Config,
  log: Log,
  migrationsFolder: string,
  options: ContainerOptions = {},
): Promise<Container> {
  const geolocation = config.geolocationDatabase === null ? null : openMaxmindGeolocation(config.geolocationDatabase)
  const breachedPasswords = openBreachedPasswords(config.password, log)
  const db = openMigrated(config.databaseFile, migrationsFolder)
  const writes = createWriteProbe(db, () => (options.now?.() ?? new Date()).getTime())

  const auth = createAuth({
    ...options,
    // What implements the ports.
    stores: await createSqliteStores(db, writes.noteFailure),
    hasher: createArgon2Hasher(config.password.argon2),
    eventSink: logEvents(log),
    ...(geolocation === null ? {} : { geolocation }),
    // Where users come from, and what may act for them.
    providers: new ConfiguredProviders(config.providers.map(({ definition, settings }) => definition.create(settings))),
    redirectUri: (provider) => new URL(`/oauth/callback/${provider}`, config.publicUrl).href,
    clients: config.clients,
    issuer: config.publicUrl.origin,
    secrets: readAppSecrets(config),
    // What is allowed, and for how long.
    rateLimits: config.rateLimits,
    passwordPolicy: { minLength: config.password.minLength, support: config.support },
    breachedPasswords,
    sessionPolicy: config.session,
    signingKeyPolicy: { ...defaultSigningKeyPolicy, algorithm: config.tokens.algorithm },
    tokensByPassword: config.tokens.byPassword,
    tokenResources: config.tokens.resources,
    keepEvents: config.keepEvents,
  })

  return {
    auth,
    ping: pingOf(db, config.databaseFile, writes),
    close: async () => {
      await auth.sessions.flushActivity()
      closeDatabase(db)
    },
  }
}

/**
 * Reads from a table, while the file is the one that was opened: rows that are written to a file that was replaced are lost.
 * Then asks the probe whether the file can be written.
 */
function pingOf(db: SqliteDatabase, file: string, writes: WriteProbe): () => Promise<void> {
  const read = db.$client.prepare('SELECT id FROM users LIMIT 1')
  const opened = file === ':memory:' ? null : statSync(file).ino
  return async () => {
    read.get()
    if (opened !== null && statSync(file).ino !== opened) throw new Error('the database file was replaced')
    await writes.check()
  }
}

function openMigrated(file: string, migrationsFolder: string): SqliteDatabase {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const db = openDatabase(file)
  migrateDatabase(db, migrationsFolder)
  return db
}
