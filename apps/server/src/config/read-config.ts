import { resolve } from 'node:path'
import {
  type Argon2Parameters,
  providerDefinitions,
  raiseRateLimits,
  type RateLimits,
  type RegisteredClient,
  type SecondFactorPolicy,
  type RelyingParty,
  type SessionPolicy,
  type SigningAlgorithm,
} from '@latchkey/auth'
import type { SupportContactView } from '@latchkey/schema'
import { ConfigError } from './config-error.ts'
import { databaseAddress } from './database-address.ts'
import { isProduction, isPublicHttps } from './is-production.ts'
import { doubtfulSettings, unsafeInProduction } from './production-rules.ts'
import { type CaptchaConfig, readCaptcha } from './read-captcha.ts'
import { readClients } from './read-clients.ts'
import { type MailConfig, readMail } from './read-mail.ts'
import { type ConfiguredProvider, readProviders } from './read-providers.ts'
import { readRelyingParty } from './read-relying-party.ts'
import type { TrustProxy } from './trust-proxy.ts'
import { variables } from './variables.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export interface Config {
  /** See `isProduction`. */
  readonly production: boolean
  /** Lines for the operator about settings that are hardly what was meant. */
  readonly warnings: readonly string[]
  readonly host: string
  readonly port: number
  /** The address that people open: an origin, without a path. */
  readonly publicUrl: URL
  /** An absolute path, or `:memory:`; `null` with PostgreSQL. */
  readonly databaseFile: string | null
  /** The address of a PostgreSQL database, with its password; `null` with SQLite. */
  readonly postgresUrl: string | null
  /** The address of the same PostgreSQL database without the pooler that `postgresUrl` leads through; `null` where none does. */
  readonly postgresDirectUrl: string | null
  /** The address of a Redis, with its password; `null` for none. */
  readonly redisUrl: string | null
  /** An absolute path, or `null`: then no address is located. */
  readonly geolocationDatabase: string | null
  readonly trustProxy: TrustProxy
  readonly logLevel: string
  readonly password: {
    readonly minLength: number
    readonly argon2: Argon2Parameters
    /** The filter of breached passwords; `null` for none beside the common ones. */
    readonly breachedFile: string | null
    /** The service that is asked for breached passwords; `null` for none. */
    readonly breachedUrl: string | null
  }
  /** Of whom a second factor is demanded. */
  readonly secondFactor: SecondFactorPolicy
  /** `null` where the server sends no mail. */
  readonly mail: MailConfig | null
  /** `null` where the server asks for no CAPTCHA. */
  readonly captcha: CaptchaConfig | null
  /** This site, as authenticators know it; `null` where passkeys do not work. */
  readonly relyingParty: RelyingParty | null
  /** Whom users ask who forgot their password; `null` where SUPPORT_CONTACT is not set. */
  readonly support: SupportContactView | null
  readonly session: SessionPolicy
  /** Milliseconds. */
  readonly keepEvents: number
  readonly rateLimits: RateLimits
  readonly providers: readonly ConfiguredProvider[]
  /** The newest first; empty on a laptop. */
  readonly secrets: readonly string[]
  /** OAuth clients that may ask users for consent. */
  readonly clients: readonly RegisteredClient[]
  readonly tokens: {
    readonly algorithm: SigningAlgorithm
    readonly byPassword: boolean
    readonly resources: readonly string[]
  }
}

/**
 * Returns the configuration of a server from its environment. Relative paths are relative to `root`.
 *
 * @throws ConfigError that names the bad variables
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, root: string): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = variables.safeParse(set)
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`).join('\n'))
  }
  const env = parsed.data
  const production = isProduction({ nodeEnv: env.NODE_ENV, publicUrl: env.PUBLIC_URL })
  // A server on a laptop offers both to try; one at a public address offers them when its operator asks for it.
  const optional = isPublicHttps(env.PUBLIC_URL) ? 'off' : 'on'
  const { providers, problems: providerProblems } = readProviders(set, providerDefinitions)
  refuse(providerProblems)
  const { clients, problems: clientProblems } = readClients(set, (env.COMMAND_LINE_CLIENT ?? optional) === 'on')
  refuse(clientProblems)
  const { mail, problems: mailProblems } = readMail(env, optional)
  refuse(mailProblems)
  const { captcha, problems: captchaProblems } = readCaptcha(env)
  refuse(captchaProblems)
  const publicUrl = env.PUBLIC_URL ?? new URL(`http://localhost:${env.PORT}`)
  const { relyingParty, problems: relyingPartyProblems } = readRelyingParty(publicUrl, env.PASSKEY_RP_ID)
  refuse(relyingPartyProblems)
  if (production) refuse(unsafeInProduction(env, providers))
  const isFile = env.DATABASE_URL.startsWith('file:')
  if (!isFile && env.APP_SECRETS.length === 0) refuse([noSharedSecret])
  if (isFile) refuse(besideFile.filter((name) => env[name] !== undefined).map((name) => `${name} ${onlyWithPostgres}`))

  return {
    production,
    warnings: doubtfulSettings(env),
    host: env.HOST ?? '127.0.0.1',
    port: env.PORT,
    publicUrl,
    ...databaseAddress(env.DATABASE_URL, root),
    postgresDirectUrl: env.DATABASE_DIRECT_URL ?? null,
    redisUrl: env.REDIS_URL ?? null,
    geolocationDatabase: env.PLACE_DATABASE === undefined ? null : resolve(root, env.PLACE_DATABASE),
    trustProxy: env.TRUST_PROXY ?? false,
    logLevel: env.LOG_LEVEL,
    password: {
      minLength: env.PASSWORD_MIN_LENGTH,
      breachedFile: env.BREACHED_PASSWORDS_FILE === undefined ? null : resolve(root, env.BREACHED_PASSWORDS_FILE),
      breachedUrl: env.BREACHED_PASSWORDS_URL ?? null,
      argon2: { memoryCost: env.PASSWORD_HASH_MEMORY_KIB, timeCost: env.PASSWORD_HASH_PASSES },
    },
    secondFactor: env.SECOND_FACTOR,
    mail,
    captcha,
    relyingParty,
    support: env.SUPPORT_CONTACT ?? null,
    session: {
      browser: { idle: env.SESSION_IDLE_HOURS * hour, absolute: env.SESSION_MAX_HOURS * hour },
      remembered: { idle: env.REMEMBERED_IDLE_DAYS * day, absolute: env.REMEMBERED_MAX_DAYS * day },
      stepUp: env.SUDO_MINUTES * minute,
      keepEnded: 90 * day,
      perUser: env.SESSIONS_PER_USER,
    },
    keepEvents: env.EVENTS_KEEP_DAYS * day,
    rateLimits: raiseRateLimits({
      perAccount: env.ATTEMPTS_PER_ACCOUNT,
      perNetwork: env.ATTEMPTS_PER_NETWORK,
      window: env.ATTEMPT_WINDOW_MINUTES * minute,
    }),
    providers,
    secrets: env.APP_SECRETS,
    clients,
    tokens: {
      algorithm: env.ACCESS_TOKEN_ALGORITHM,
      byPassword: (env.TOKENS_BY_PASSWORD ?? optional) === 'on',
      resources: env.TOKEN_RESOURCES,
    },
  }
}

const noSharedSecret =
  'APP_SECRETS must be set with PostgreSQL, the same for all servers: 32 random characters or more, like from openssl rand -base64 32.'

const besideFile = ['DATABASE_DIRECT_URL', 'REDIS_URL'] as const
const onlyWithPostgres = 'must be left out with SQLite: it is for servers over PostgreSQL.'

/** @throws ConfigError when there are problems */
function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
}
