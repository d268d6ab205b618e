import { isIP } from 'node:net'
import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Argon2Parameters,
  defaultRateLimits,
  type RateLimit,
  type RegisteredClient,
  type SessionPolicy,
  type SigningAlgorithm,
  signingAlgorithms,
} from '@latchkey/auth'
import { passwordMaxLength, passwordMinLength } from '@latchkey/schema'
import { z } from 'zod'
import { readClients } from './read-clients.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export interface Config {
  readonly production: boolean
  readonly host: string
  readonly port: number
  /** The address that people open: an origin, without a path. */
  readonly publicUrl: URL
  /** An absolute path, or `:memory:`. */
  readonly databaseFile: string
  /** An absolute path, or `null`: then no address is located. */
  readonly geolocationDatabase: string | null
  /** For Express: a number of hops, a list of addresses, or `false`. Never `true`, which trusts every peer. */
  readonly trustProxy: number | readonly string[] | false
  readonly logLevel: string
  readonly password: { readonly minLength: number; readonly argon2: Argon2Parameters }
  readonly session: SessionPolicy
  /** Milliseconds. */
  readonly keepEvents: number
  readonly passwordAttempts: RateLimit
  readonly providers: readonly ProviderConfig[]
  /** The newest first; empty on a laptop. */
  readonly secrets: readonly string[]
  /** OAuth clients that may ask users for consent. */
  readonly clients: readonly RegisteredClient[]
  readonly tokens: { readonly algorithm: SigningAlgorithm; readonly byPassword: boolean }
}

export type ProviderConfig =
  | ({ readonly kind: 'openid'; readonly id: string; readonly name: string; readonly issuer: string } & ClientConfig)
  | ({ readonly kind: 'github'; readonly baseUrl: string } & ClientConfig)

interface ClientConfig {
  readonly clientId: string
  readonly clientSecret: string
}

/** Bad variables, one line each: which, what is wrong, what to set. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

function wholeNumber(min: number, max: number, fallback: number) {
  const refusal = `must be a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d{1,9}$/, refusal)
    .transform(Number)
    .refine((value) => value >= min && value <= max, refusal)
    .default(fallback)
}

/** An address, or a network in CIDR form. */
function isAddressRange(range: string): boolean {
  const [address = '', prefix, ...rest] = range.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  // A prefix of 0 trusts every peer, which could then claim any address.
  return prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128))
}

const trustProxy = z.string().transform((value, context) => {
  if (/^\d$/.test(value)) return value === '0' ? false : Number(value)
  const ranges = value.split(',').map((range) => range.trim())
  if (ranges.every(isAddressRange)) return ranges
  context.addIssue('must be the number of proxies in front (1 to 9), or their addresses: 10.0.0.0/8,::1')
  return z.NEVER
})

function isFileAddress(value: string): boolean {
  if (!value.startsWith('file://')) return /^file:[^?#]/.test(value)
  const url = URL.parse(value)
  return url !== null && url.host === '' && !/%2f/i.test(url.pathname)
}

const localHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

const publicUrl = z.string().transform((value, context) => {
  const url = URL.parse(value)
  if (url === null || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
    context.addIssue('must be an origin, like https://id.example.com')
    return z.NEVER
  }
  if (url.protocol === 'http:' && !localHosts.has(url.hostname)) {
    context.addIssue('must be https: over plain http a session cookie can be read on the way (http is for localhost)')
    return z.NEVER
  }
  return url
})

/** The address of a server that secrets are sent to: https, or http on this machine. */
const serverAddress = z.string().transform((value, context) => {
  const url = URL.parse(value)
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && localHosts.has(url.hostname))
  if (url !== null && isSafe && url.search === '' && url.hash === '' && url.username === '') return value
  context.addIssue('must be an https address (http only on localhost)')
  return z.NEVER
})

/** Characters; random ones. */
export const minSecretLength = 32

const appSecrets = z.string().transform((value, context) => {
  const secrets = value.split(',').map((secret) => secret.trim())
  if (secrets.every((secret) => secret.length >= minSecretLength)) return secrets
  context.addIssue(`must be secrets of at least ${minSecretLength} characters, with commas between, the newest first`)
  return z.NEVER
})

/** Every variable. `.env.example` lists the same ones, and a test compares them. */
export const variables = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], 'must be development, production or test')
    .default('development'),
  HOST: z.string().min(1, 'must be an address to listen on').optional(),
  PORT: wholeNumber(0, 65_535, 3000),
  PUBLIC_URL: publicUrl.optional(),
  DATABASE_URL: z
    .string()
    .refine(isFileAddress, 'must be file: and a path, like file:./data/latchkey.db')
    .default('file:./data/latchkey.db'),
  PLACE_DATABASE: z.string().optional(),
  TRUST_PROXY: trustProxy.default(false),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'must be fatal, error, warn, info, debug or silent')
    .default('info'),
  PASSWORD_MIN_LENGTH: wholeNumber(passwordMinLength, passwordMaxLength, passwordMinLength),
  PASSWORD_HASH_MEMORY_KIB: wholeNumber(8, 4_194_304, 19_456),
  PASSWORD_HASH_PASSES: wholeNumber(1, 100, 2),
  SESSION_IDLE_HOURS: wholeNumber(1, 720, 12),
  SESSION_MAX_HOURS: wholeNumber(1, 720, 24),
  REMEMBERED_IDLE_DAYS: wholeNumber(1, 365, 14),
  REMEMBERED_MAX_DAYS: wholeNumber(1, 365, 90),
  SESSIONS_PER_USER: wholeNumber(1, 500, 20),
  SUDO_MINUTES: wholeNumber(1, 120, 10),
  EVENTS_KEEP_DAYS: wholeNumber(1, 3650, 365),
  ATTEMPTS_PER_ACCOUNT: wholeNumber(1, 1_000_000, 10),
  ATTEMPTS_PER_NETWORK: wholeNumber(1, 1_000_000, 200),
  ATTEMPT_WINDOW_MINUTES: wholeNumber(1, 1440, 15),
  APP_SECRETS: appSecrets.default([]),
  ACCESS_TOKEN_ALGORITHM: z.enum(signingAlgorithms, 'must be EdDSA or ES256').default('EdDSA'),
  COMMAND_LINE_CLIENT: z.enum(['on', 'off'], 'must be on or off').default('on'),
  TOKENS_BY_PASSWORD: z.enum(['on', 'off'], 'must be on or off').default('on'),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_ISSUER: serverAddress.default('https://accounts.google.com'),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  GITHUB_BASE_URL: serverAddress.default('https://github.com'),
})

/** OWASP's list of equally strong argon2id settings: KiB of memory, passes. */
const strongEnough: readonly (readonly [number, number])[] = [
  [47_104, 1],
  [19_456, 2],
  [12_288, 3],
  [9216, 4],
  [7168, 5],
]

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
  const production = env.NODE_ENV === 'production'
  const providers = readProviders(env, set)
  const { clients, problems } = readClients(set, env.COMMAND_LINE_CLIENT === 'on')
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
  const unsafe = production ? unsafeInProduction(env, providers) : []
  if (unsafe.length > 0) throw new ConfigError(unsafe.join('\n'))

  return {
    production,
    host: env.HOST ?? (production ? '::' : '127.0.0.1'),
    port: env.PORT,
    publicUrl: env.PUBLIC_URL ?? new URL(`http://localhost:${env.PORT}`),
    databaseFile: databaseFile(env.DATABASE_URL, root),
    geolocationDatabase: env.PLACE_DATABASE === undefined ? null : resolve(root, env.PLACE_DATABASE),
    trustProxy: env.TRUST_PROXY,
    logLevel: env.LOG_LEVEL,
    password: {
      minLength: env.PASSWORD_MIN_LENGTH,
      argon2: { memoryCost: env.PASSWORD_HASH_MEMORY_KIB, timeCost: env.PASSWORD_HASH_PASSES },
    },
    session: {
      browser: { idle: env.SESSION_IDLE_HOURS * hour, absolute: env.SESSION_MAX_HOURS * hour },
      remembered: { idle: env.REMEMBERED_IDLE_DAYS * day, absolute: env.REMEMBERED_MAX_DAYS * day },
      stepUp: env.SUDO_MINUTES * minute,
      keepEnded: 90 * day,
      perUser: env.SESSIONS_PER_USER,
    },
    keepEvents: env.EVENTS_KEEP_DAYS * day,
    passwordAttempts: {
      ...defaultRateLimits.passwordAttempt,
      max: { account: env.ATTEMPTS_PER_ACCOUNT, network: env.ATTEMPTS_PER_NETWORK },
      window: env.ATTEMPT_WINDOW_MINUTES * minute,
    },
    providers,
    secrets: env.APP_SECRETS,
    clients,
    tokens: { algorithm: env.ACCESS_TOKEN_ALGORITHM, byPassword: env.TOKENS_BY_PASSWORD === 'on' },
  }
}

/** The client id of the local provider, which is for laptops: its secret is public. */
const localClientId = 'latchkey-local'

function unsafeInProduction(env: z.output<typeof variables>, providers: readonly ProviderConfig[]): readonly string[] {
  const found: string[] = []
  if (providers.some((provider) => provider.clientId === localClientId)) {
    found.push(`The client id ${localClientId} is the local provider’s: use one that is registered at your provider.`)
  }
  if (env.APP_SECRETS.length === 0) {
    found.push(
      'APP_SECRETS must be set in production: 32 random characters or more, like from openssl rand -base64 32.',
    )
  }
  if (env.PUBLIC_URL === undefined) {
    found.push('PUBLIC_URL must be set in production, to the address that people open, like https://id.example.com.')
  }
  if (
    !strongEnough.some(
      ([memory, passes]) => env.PASSWORD_HASH_MEMORY_KIB >= memory && env.PASSWORD_HASH_PASSES >= passes,
    )
  ) {
    found.push(
      'PASSWORD_HASH_MEMORY_KIB and PASSWORD_HASH_PASSES are too weak for production: use 19456 and 2, or more.',
    )
  }
  return found
}

function readProviders(
  env: z.output<typeof variables>,
  set: Readonly<Record<string, string | undefined>>,
): readonly ProviderConfig[] {
  const problems: string[] = []
  const client = (prefix: string): ClientConfig | null => {
    const [clientId, clientSecret] = [set[`${prefix}_CLIENT_ID`], set[`${prefix}_CLIENT_SECRET`]]
    if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret }
    if (clientId !== undefined) problems.push(`${prefix}_CLIENT_SECRET must be set beside ${prefix}_CLIENT_ID.`)
    if (clientSecret !== undefined) problems.push(`${prefix}_CLIENT_ID must be set beside ${prefix}_CLIENT_SECRET.`)
    return null
  }

  const google = client('GOOGLE')
  const github = client('GITHUB')
  const named = Object.entries(set).flatMap(([variable, issuer]): ProviderConfig[] => {
    const [, name] = /^OIDC_([A-Z][A-Z0-9]{0,30})_ISSUER$/.exec(variable) ?? []
    if (name === undefined || issuer === undefined) return []
    const address = serverAddress.safeParse(issuer)
    if (!address.success) problems.push(`${variable} must be an https address (http only on localhost).`)
    const credentials = client(`OIDC_${name}`)
    if (credentials === null && set[`OIDC_${name}_CLIENT_ID`] === undefined) {
      problems.push(`OIDC_${name}_CLIENT_ID and OIDC_${name}_CLIENT_SECRET must be set beside ${variable}.`)
    }
    const id = name.toLowerCase()
    const label = set[`OIDC_${name}_NAME`] ?? name.charAt(0) + id.slice(1)
    return credentials === null ? [] : [{ kind: 'openid', id, name: label, issuer, ...credentials }]
  })
  for (const variable of Object.keys(set)) {
    const [, name] = /^OIDC_([A-Z][A-Z0-9]{0,30})_(?:CLIENT_ID|CLIENT_SECRET|NAME)$/.exec(variable) ?? []
    if (name !== undefined && set[`OIDC_${name}_ISSUER`] === undefined) {
      problems.push(`OIDC_${name}_ISSUER must be set beside ${variable}.`)
    }
  }
  for (const variable of Object.keys(set)) {
    const [, name] = /^OIDC_(.*)_(?:ISSUER|CLIENT_ID|CLIENT_SECRET|NAME)$/.exec(variable) ?? []
    if (name !== undefined && !/^[A-Z][A-Z0-9]{0,30}$/.test(name)) {
      problems.push(`${variable} must name its provider in letters and digits: OIDC_EXAMPLE_….`)
    }
  }
  const taken = named.find((provider) => provider.kind === 'openid' && ['google', 'github'].includes(provider.id))
  if (taken !== undefined) problems.push('OIDC_GOOGLE_… and OIDC_GITHUB_… are taken: use GOOGLE_… and GITHUB_….')
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))

  const known: ProviderConfig[] = []
  if (google !== null)
    known.push({ kind: 'openid', id: 'google', name: 'Google', issuer: env.GOOGLE_ISSUER, ...google })
  if (github !== null) known.push({ kind: 'github', baseUrl: env.GITHUB_BASE_URL.replace(/\/$/, ''), ...github })
  return [...known, ...named]
}

function databaseFile(url: string, root: string): string {
  const path = url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length)
  if (path === ':memory:' || isAbsolute(path)) return path
  return resolve(root, path)
}
