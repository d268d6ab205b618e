import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  type AttemptLimits,
  type Auth,
  createArgon2Hasher,
  createAuth,
  createMemoryAttemptLimiter,
  defaultSigningKeyPolicy,
  GitHubProvider,
  OpenIdProvider,
  type Provider,
  ProviderRegistry,
} from '@latchkey/auth'
import { createSqliteStores } from '@latchkey/auth/sqlite'
import { closeDatabase, type LatchkeyDatabase, migrateDatabase, openDatabase } from '@latchkey/db'
import type { Logger } from 'pino'
import { readAppSecrets } from './app-secrets.ts'
import type { Config, ProviderConfig } from './config.ts'
import { logEvents } from './event-log.ts'
import { openPlaces } from './places.ts'

/** Trips to providers that one network may begin: each is a row for ten minutes. */
const tripLimits: AttemptLimits = { perAccount: 300, perNetwork: 300, window: 15 * 60_000 }

/** Names that one user may give, from wherever: more than a person does, too few to bury anything under. */
const renameLimits: AttemptLimits = { perAccount: 60, perNetwork: Number.MAX_SAFE_INTEGER, window: 15 * 60_000 }

/** Programs that one user may decide about, from wherever: each is an entry of the timeline. */
const decisionLimits: AttemptLimits = { perAccount: 60, perNetwork: Number.MAX_SAFE_INTEGER, window: 15 * 60_000 }

/** Devices that one network may put up for approval: each is a row for an hour or so. */
const deviceLimits: AttemptLimits = { perAccount: 100, perNetwork: 100, window: 15 * 60_000 }

/** Wrong user codes from one person, from wherever (RFC 8628 §5.1). */
const userCodeLimits: AttemptLimits = { perAccount: 10, perNetwork: Number.MAX_SAFE_INTEGER, window: 15 * 60_000 }

export interface Container {
  readonly auth: Auth
  /** Throws when the database does not answer. */
  readonly ping: () => void
  /** Writes what is still in memory and closes the database. */
  readonly close: () => Promise<void>
}

/** Configuration → adapters → domain. `now` is for tests that move the clock. */
export function createContainer(config: Config, log: Logger, migrationsFolder: string, now?: () => Date): Container {
  const places = config.placeDatabase === null ? null : openPlaces(config.placeDatabase)
  const db = openMigrated(config.databaseFile, migrationsFolder)
  const auth = createAuth({
    stores: createSqliteStores(db),
    hasher: createArgon2Hasher(config.password.argon2),
    limiter: createMemoryAttemptLimiter(config.attempts),
    authorizationLimiter: createMemoryAttemptLimiter(tripLimits),
    renameLimiter: createMemoryAttemptLimiter(renameLimits),
    decisionLimiter: createMemoryAttemptLimiter(decisionLimits),
    deviceLimiter: createMemoryAttemptLimiter(deviceLimits),
    userCodeLimiter: createMemoryAttemptLimiter(userCodeLimits),
    clients: config.clients,
    providers: new ProviderRegistry(config.providers.map(createProvider)),
    redirectUri: (provider) => new URL(`/oauth/callback/${provider}`, config.publicUrl).href,
    eventSink: logEvents(log),
    passwordPolicy: { minLength: config.password.minLength },
    sessionPolicy: config.session,
    secrets: readAppSecrets(config),
    issuer: config.publicUrl.origin,
    signingKeyPolicy: { ...defaultSigningKeyPolicy, algorithm: config.tokens.algorithm },
    tokensByPassword: config.tokens.byPassword,
    keepEvents: config.keepEvents,
    ...(places === null ? {} : { places }),
    ...(now === undefined ? {} : { now }),
  })
  const ping = pingOf(db, config.databaseFile)

  return {
    auth,
    ping,
    close: async () => {
      await auth.sessions.flushActivity()
      closeDatabase(db)
    },
  }
}

function createProvider(provider: ProviderConfig): Provider {
  return provider.kind === 'github' ? new GitHubProvider(provider) : new OpenIdProvider(provider)
}

/** Answers from a table, and only while the file is the one that was opened: one that was moved away gets no new users. */
function pingOf(db: LatchkeyDatabase, file: string): () => void {
  const read = db.$client.prepare('SELECT id FROM users LIMIT 1')
  const opened = file === ':memory:' ? null : statSync(file).ino
  return () => {
    read.get()
    if (opened !== null && statSync(file).ino !== opened) throw new Error('the database file was replaced')
  }
}

function openMigrated(file: string, migrationsFolder: string): LatchkeyDatabase {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const db = openDatabase(file)
  migrateDatabase(db, migrationsFolder)
  return db
}
