import {
  type Auth,
  type AuthDependencies,
  createArgon2Hasher,
  createAuth,
  defaultSigningKeyPolicy,
  ConfiguredProviders,
} from '@latchkey/auth'
import { createCaptchaVerifier } from './captcha/create-captcha-verifier.ts'
import { readAppSecrets } from './config/read-app-secrets.ts'
import type { Config } from './config/read-config.ts'
import { openDatabase, type OpenedDatabase } from './database/open-database.ts'
import { openBreachedPasswords } from './passwords/open-breached-passwords.ts'
import { openMaxmindGeolocation } from './geolocation/maxmind-geolocation.ts'
import { logEvents } from './log/event-log.ts'
import type { Log } from './log/logger.ts'

export interface Container {
  readonly auth: Auth
  /** Does work unless another server over the same database does work of that name now. */
  readonly atOneServer: OpenedDatabase['atOneServer']
  /** Throws when the database can’t be read or written. */
  readonly ping: () => Promise<void>
  /** Writes what is still in memory and closes the database. */
  readonly close: () => Promise<void>
}

/** What tests set that no configuration does: the clock, and the times that they do not want to wait for. */
export type ContainerOptions = Pick<AuthDependencies, 'now' | 'pollInterval' | 'providerTimeout'> & {
  /** Milliseconds for the answer of the provider of the CAPTCHA. */
  readonly captchaTimeout?: number
}

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
  { captchaTimeout, ...options }: ContainerOptions = {},
): Promise<Container> {
  const geolocation = config.geolocationDatabase === null ? null : openMaxmindGeolocation(config.geolocationDatabase)
  const breachedPasswords = openBreachedPasswords(config.password, log)
  const captchaVerifier =
    config.captcha === null
      ? null
      : createCaptchaVerifier({
          config: config.captcha,
          hostname: config.publicUrl.hostname,
          log,
          ...(captchaTimeout !== undefined && { timeout: captchaTimeout }),
        })
  const now = (): number => (options.now?.() ?? new Date()).getTime()
  const database = await openDatabase(config, { migrationsFolder, now, log })

  const auth = createAuth({
    ...database.shared,
    ...options,
    // What implements the ports.
    stores: database.stores,
    hasher: createArgon2Hasher(config.password.argon2),
    eventSink: logEvents(log),
    ...(geolocation === null ? {} : { geolocation }),
    // Where users come from, and what may act for them.
    providers: new ConfiguredProviders(config.providers.map(({ definition, settings }) => definition.create(settings))),
    redirectUri: (provider) => new URL(`/oauth/callback/${provider}`, config.publicUrl).href,
    clients: config.clients,
    issuer: config.publicUrl.origin,
    relyingParty: config.relyingParty,
    secrets: readAppSecrets(config),
    // What is allowed, and for how long.
    rateLimits: config.rateLimits,
    mailPolicy: config.mail?.policy ?? null,
    passwordPolicy: { minLength: config.password.minLength, support: config.support },
    breachedPasswords,
    captchaVerifier,
    secondFactorPolicy: config.secondFactor,
    sessionPolicy: config.session,
    signingKeyPolicy: { ...defaultSigningKeyPolicy, algorithm: config.tokens.algorithm },
    tokensByPassword: config.tokens.byPassword,
    tokenResources: config.tokens.resources,
    keepEvents: config.keepEvents,
  })

  return {
    auth,
    atOneServer: database.atOneServer,
    ping: database.ping,
    close: async () => {
      try {
        await auth.sessions.flushActivity()
      } finally {
        await database.close()
      }
    },
  }
}
