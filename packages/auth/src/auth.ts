import { randomBytes } from 'node:crypto'
import type { AuthStores } from './auth-stores.ts'
import { Captcha } from './captcha/captcha.ts'
import type { CaptchaVerifier } from './captcha/captcha-verifier.ts'
import type { MailPolicy } from './challenges/challenge-dependencies.ts'
import { type Challenges, createChallenges } from './challenges/challenges.ts'
import { ClientRegistry, type RegisteredClient } from './clients/client-registry.ts'
import { AppSecrets } from './core/app-secrets.ts'
import { day } from './core/duration.ts'
import { type Geolocation, noGeolocation } from './core/geolocation.ts'
import type { RandomBytes } from './core/random.ts'
import type { EventSink } from './events/event-sink.ts'
import { Events } from './events/events.ts'
import { CodeGrants } from './grants/code-grants.ts'
import { defaultPollInterval, DeviceGrants } from './grants/device-grants.ts'
import { GrantRedeemer } from './grants/redeem-grant.ts'
import { describeUser, type UserDescription } from './identities/describe-user.ts'
import { Identities } from './identities/identities.ts'
import type { CallCounts } from './limits/call-counts.ts'
import { createLimits } from './limits/create-limits.ts'
import type { Limits } from './limits/limits.ts'
import { createMemoryCallCounts } from './limits/memory-call-counts.ts'
import { defaultRateLimits, type RateLimits } from './limits/rate-limits.ts'
import { Outbox } from './mail/outbox.ts'
import { defaultProviderTimeout, OAuthService } from './oauth/oauth-service.ts'
import type { ConfiguredProviders } from './oauth/providers/configured-providers.ts'
import type { BreachedPasswords } from './passwords/breached-passwords.ts'
import { createPasskeys, type Passkeys } from './passkeys/passkeys.ts'
import type { RelyingParty } from './passkeys/relying-party.ts'
import { BrowserMarkService } from './passwords/browser-marks.ts'
import type { PasswordHasher } from './passwords/password-hasher.ts'
import type { PasswordPolicy } from './passwords/password-policy.ts'
import { PasswordService } from './passwords/password-service.ts'
import { type SecondFactorPolicy, SecondFactors } from './second-factors/second-factors.ts'
import { noPresence, type Presence } from './sessions/presence.ts'
import { createMemorySessionBus, type SessionBus } from './sessions/session-bus.ts'
import { defaultSessionPolicy, type SessionPolicy } from './sessions/session-lifetime.ts'
import { defaultSubscriptionPolicy, type SubscriptionPolicy } from './sessions/session-subscriptions.ts'
import { createSessions, type Sessions } from './sessions/sessions.ts'
import { Users } from './users/users.ts'
import { AccessTokens } from './tokens/access-token.ts'
import { defaultSigningKeyPolicy, type SigningKeyPolicy, SigningKeys } from './tokens/signing-keys.ts'
import { TokenResources } from './tokens/token-resources.ts'
import { TokenService } from './tokens/token-service.ts'

export interface AuthDependencies {
  readonly stores: AuthStores
  readonly hasher: PasswordHasher
  /** Default: `defaultRateLimits`. */
  readonly rateLimits?: RateLimits
  readonly providers: ConfiguredProviders
  /** Returns the redirect URI that is registered at a provider. */
  readonly redirectUri: (provider: string) => string
  /** The log that events go to beside the timeline. */
  readonly eventSink: EventSink
  readonly passwordPolicy: PasswordPolicy
  /** What users do by mail. Default: nothing, since the server sends none. */
  readonly mailPolicy?: MailPolicy | null
  readonly breachedPasswords: BreachedPasswords
  /** Default: no CAPTCHA is asked for. */
  readonly captchaVerifier?: CaptchaVerifier | null
  /** Of whom a second factor is demanded. Default: of no user. */
  readonly secondFactorPolicy?: SecondFactorPolicy
  /** This site, as authenticators know it. Default: passkeys do not work. */
  readonly relyingParty?: RelyingParty | null
  readonly sessionPolicy?: SessionPolicy
  readonly subscriptionPolicy?: SubscriptionPolicy
  /** For how many milliseconds events are kept. */
  readonly keepEvents?: number
  /** The default reaches the subscriptions of this process. */
  readonly bus?: SessionBus
  /** Counts the calls of all servers. The default counts in the memory of this process. */
  readonly counts?: CallCounts
  /** The default knows of no other server. */
  readonly presence?: Presence
  /** The secrets of the configuration, the newest first, which the database does not hold. */
  readonly secrets: readonly [string, ...string[]]
  /** The issuer of access tokens: the origin of this server. */
  readonly issuer: string
  readonly signingKeyPolicy?: SigningKeyPolicy
  /** The services that access tokens can be issued for, beside this server. Default: none. */
  readonly tokenResources?: readonly string[]
  /** Whether a password gives tokens. Default: yes. */
  readonly tokensByPassword?: boolean
  /** OAuth clients that may ask users for consent. Default: none. */
  readonly clients?: readonly RegisteredClient[]
  /** The default knows no place. */
  readonly geolocation?: Geolocation
  /** Milliseconds that all calls to a provider in one request may take together. */
  readonly providerTimeout?: number
  /** Milliseconds between two polls of a device. */
  readonly pollInterval?: number
  /** The only clock of the domain. */
  readonly now?: () => Date
  /** The only source of randomness of the domain. */
  readonly random?: RandomBytes
}

export interface Auth {
  readonly now: () => Date
  readonly events: Events
  readonly limits: Limits
  readonly captcha: Captcha
  readonly users: Users
  readonly sessions: Sessions
  readonly passwords: PasswordService
  readonly passkeys: Passkeys
  readonly identities: Identities
  readonly secondFactors: SecondFactors
  readonly challenges: Challenges
  readonly outbox: Outbox
  /** Describes the user with an email address to an operator; returns `null` when no user has it. */
  readonly describeUser: (email: string) => Promise<UserDescription | null>
  readonly oauth: OAuthService
  readonly clients: ClientRegistry
  readonly signingKeys: SigningKeys
  readonly tokens: TokenService
  readonly tokenResources: TokenResources
  readonly codeGrants: CodeGrants
  readonly deviceGrants: DeviceGrants
  readonly grantRedeemer: GrantRedeemer
  readonly geolocation: Geolocation
}

/** Milliseconds. */
export const defaultKeepEvents = 365 * day

/** Puts the domain together, noun by noun: each is given the ones before it. */
export function createAuth(deps: AuthDependencies): Auth {
  const { stores, providers, now = () => new Date(), random = randomBytes } = deps
  const { issuer } = deps
  const secrets = new AppSecrets(deps.secrets, random)
  const geolocation = deps.geolocation ?? noGeolocation
  const mailPolicy = deps.mailPolicy ?? null
  const usableProviders = providers.list().map(({ id }) => id)
  const relyingParty = deps.relyingParty ?? null

  const events = new Events({
    now,
    random,
    store: stores.events,
    sink: deps.eventSink,
    keep: deps.keepEvents ?? defaultKeepEvents,
    mailsNotices: mailPolicy !== null,
  })
  const counts = deps.counts ?? createMemoryCallCounts()
  const rateLimits = deps.rateLimits ?? defaultRateLimits
  const limits = createLimits({ store: stores.rateLimits, counts, rateLimits, now })
  const captcha = new Captcha({ verifier: deps.captchaVerifier ?? null, limits })
  const shared = { limits, now, random }
  const sessions = createSessions({
    ...shared,
    store: stores.sessions,
    events,
    bus: deps.bus ?? createMemorySessionBus(),
    presence: deps.presence ?? noPresence,
    policy: deps.sessionPolicy ?? defaultSessionPolicy,
    subscriptionPolicy: deps.subscriptionPolicy ?? defaultSubscriptionPolicy,
  })
  const passwords = new PasswordService({
    ...shared,
    passwords: stores.passwords,
    hasher: deps.hasher,
    policy: deps.passwordPolicy,
    breachedPasswords: deps.breachedPasswords,
    marks: new BrowserMarkService({ ...shared, secrets }),
    captcha,
    events,
    sessions,
  })
  const secondFactors = new SecondFactors({
    ...shared,
    store: stores.secondFactors,
    users: stores.users,
    sessions,
    events,
    hasher: deps.hasher,
    secrets,
    policy: deps.secondFactorPolicy ?? 'optional',
    issuer: new URL(issuer).hostname,
  })
  const passkeys = createPasskeys({
    ...shared,
    store: stores.passkeys,
    events,
    sessions,
    relyingParty,
    usableProviders,
  })
  const challenges = createChallenges({
    ...shared,
    store: stores.challenges,
    users: stores.users,
    passwords,
    sessions,
    captcha,
    events,
    secrets,
    geolocation,
    policy: mailPolicy,
  })
  const usablePasskeys = relyingParty !== null
  const identities = new Identities({ ...shared, ...stores, events, usableProviders, usablePasskeys })
  const oauth = new OAuthService({
    ...shared,
    ...stores,
    events,
    sessions,
    providers,
    redirectUri: deps.redirectUri,
    providerTimeout: deps.providerTimeout ?? defaultProviderTimeout,
  })
  const clients = new ClientRegistry(deps.clients ?? [])
  const signingKeys = new SigningKeys({
    ...shared,
    keys: stores.signingKeys,
    secrets,
    policy: deps.signingKeyPolicy ?? defaultSigningKeyPolicy,
  })
  const resources = new TokenResources(issuer, deps.tokenResources ?? [])
  const accessTokens = new AccessTokens({ ...shared, keys: signingKeys, issuer })
  const tokens = new TokenService({
    ...shared,
    refreshTokens: stores.refreshTokens,
    byPassword: deps.tokensByPassword ?? true,
    accessTokens,
    resources,
    secrets,
    clients,
    passwords,
    challenges,
    secondFactors,
    sessions,
  })
  const redeemer = new GrantRedeemer({ ...shared, grants: stores.grants, tokens, sessions })
  const grants = {
    ...shared,
    counts,
    grants: stores.grants,
    events,
    redeemer,
    clients,
    resources,
    sessions,
    secrets,
    issuer,
  }

  return {
    now,
    events,
    limits,
    captcha,
    users: new Users({ ...shared, users: stores.users, events }),
    sessions,
    passwords,
    passkeys,
    identities,
    secondFactors,
    challenges,
    outbox: new Outbox({ store: stores.outbox, secrets, geolocation, now }),
    describeUser: describeUser({ ...stores, sessions, events }),
    oauth,
    clients,
    signingKeys,
    tokens,
    tokenResources: resources,
    codeGrants: new CodeGrants(grants),
    deviceGrants: new DeviceGrants({ ...grants, pollInterval: deps.pollInterval ?? defaultPollInterval }),
    grantRedeemer: redeemer,
    geolocation,
  }
}
