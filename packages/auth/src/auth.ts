import { randomBytes } from 'node:crypto'
import { day } from './duration.ts'
import { EventService } from './events/event-service.ts'
import type { EventSink } from './events/event-sink.ts'
import type { EventStore } from './events/event-store.ts'
import { ClientRegistry, type RegisteredClient } from './grants/client-registry.ts'
import { CodeGrants } from './grants/code-grants.ts'
import { DeviceGrants } from './grants/device-grants.ts'
import { GrantExchanges } from './grants/grant-exchanges.ts'
import type { GrantStore } from './grants/grant-store.ts'
import type { AttemptLimiter } from './limits/attempt-limiter.ts'
import type { IdentityStore } from './oauth/identities/identity-store.ts'
import { OAuthService } from './oauth/oauth-service.ts'
import { IdentityService } from './oauth/identities/identity-service.ts'
import type { ProviderRegistry } from './oauth/providers/provider-registry.ts'
import type { AuthorizationRequestStore } from './oauth/requests/authorization-request-store.ts'
import type { PasswordHasher } from './passwords/password-hasher.ts'
import type { PasswordPolicy } from './passwords/password-policy.ts'
import { PasswordService } from './passwords/password-service.ts'
import type { PasswordStore } from './passwords/password-store.ts'
import type { RandomBytes } from './random.ts'
import { AccessService } from './sessions/access-service.ts'
import { noPlaces, type Places } from './sessions/places.ts'
import { defaultSessionPolicy, type SessionPolicy } from './sessions/session-lifetime.ts'
import { SessionService } from './sessions/session-service.ts'
import type { SessionStore } from './sessions/session-store.ts'
import { createMemorySessionBus, type SessionBus } from './sessions/watch/session-bus.ts'
import { defaultWatchPolicy, type WatchPolicy } from './sessions/watch/session-rooms.ts'
import { AccessTokens } from './tokens/access-token.ts'
import { AppSecrets } from './tokens/app-secrets.ts'
import type { RefreshTokenStore } from './tokens/refresh-token-store.ts'
import type { SigningKeyStore } from './tokens/signing-key-store.ts'
import { defaultSigningKeyPolicy, type SigningKeyPolicy, SigningKeys } from './tokens/signing-keys.ts'
import { TokenService } from './tokens/token-service.ts'
import { UserService } from './users/user-service.ts'
import type { UserStore } from './users/user-store.ts'

export interface AuthStores {
  readonly users: UserStore
  readonly passwords: PasswordStore
  readonly sessions: SessionStore
  readonly identities: IdentityStore
  readonly requests: AuthorizationRequestStore
  readonly events: EventStore
  readonly signingKeys: SigningKeyStore
  readonly refreshTokens: RefreshTokenStore
  readonly grants: GrantStore
}

export interface AuthDependencies {
  readonly stores: AuthStores
  readonly hasher: PasswordHasher
  readonly limiter: AttemptLimiter
  /** Counts the trips to providers that one network begins. */
  readonly authorizationLimiter: AttemptLimiter
  /** Counts the names that a user gives to sessions. */
  readonly renameLimiter: AttemptLimiter
  /** Counts the programs that a user approves or refuses. */
  readonly decisionLimiter: AttemptLimiter
  /** Counts what devices ask for. */
  readonly deviceLimiter: AttemptLimiter
  /** Counts the user codes that people type. */
  readonly userCodeLimiter: AttemptLimiter
  readonly providers: ProviderRegistry
  /** The redirect URI that is registered at a provider. */
  readonly redirectUri: (provider: string) => string
  /** The log that events go to beside the timeline. */
  readonly eventSink: EventSink
  readonly passwordPolicy: PasswordPolicy
  readonly sessionPolicy?: SessionPolicy
  readonly watchPolicy?: WatchPolicy
  /** For how many milliseconds the timeline reaches back. */
  readonly keepEvents?: number
  /** Between processes, something that reaches all of them. */
  readonly bus?: SessionBus
  /** Of the configuration, the newest first: what the database alone must not be able to do. */
  readonly secrets: readonly [string, ...string[]]
  /** Who signs access tokens: the origin of this server. */
  readonly issuer: string
  readonly signingKeyPolicy?: SigningKeyPolicy
  /** Whether a password is a way to tokens. Default: yes. */
  readonly tokensByPassword?: boolean
  /** Programs that may ask people for approval. Default: none. */
  readonly clients?: readonly RegisteredClient[]
  /** Without them nobody is told where an address is. */
  readonly places?: Places
  /** The only clock of the domain. */
  readonly now?: () => Date
  /** The only source of randomness of the domain. */
  readonly random?: RandomBytes
}

export interface Auth {
  readonly now: () => Date
  readonly users: UserService
  readonly passwords: PasswordService
  readonly sessions: SessionService
  readonly access: AccessService
  readonly events: EventService
  readonly oauth: OAuthService
  readonly identities: IdentityService
  readonly tokens: TokenService
  readonly clients: ClientRegistry
  readonly codeGrants: CodeGrants
  readonly deviceGrants: DeviceGrants
  readonly grantExchanges: GrantExchanges
  readonly signingKeys: SigningKeys
  readonly places: Places
}

export const defaultKeepEvents = 365 * day

/** Puts the domain together. */
export function createAuth({
  stores,
  hasher,
  limiter,
  authorizationLimiter,
  renameLimiter,
  decisionLimiter,
  deviceLimiter,
  userCodeLimiter,
  providers,
  redirectUri,
  eventSink,
  passwordPolicy,
  sessionPolicy = defaultSessionPolicy,
  watchPolicy = defaultWatchPolicy,
  keepEvents = defaultKeepEvents,
  bus = createMemorySessionBus(),
  secrets,
  issuer,
  signingKeyPolicy = defaultSigningKeyPolicy,
  tokensByPassword = true,
  clients: registeredClients = [],
  places = noPlaces,
  now = () => new Date(),
  random = randomBytes,
}: AuthDependencies): Auth {
  const events = new EventService({ events: stores.events, sink: eventSink, keep: keepEvents, now, random })
  const sessions = new SessionService({ sessions: stores.sessions, events, bus, policy: sessionPolicy, now, random })
  const access = new AccessService({
    store: stores.sessions,
    sessions,
    events,
    bus,
    renameLimiter,
    policy: watchPolicy,
    now,
    random,
  })
  const passwords = new PasswordService({
    passwords: stores.passwords,
    sessions,
    hasher,
    limiter,
    events,
    policy: passwordPolicy,
    now,
    random,
  })
  const appSecrets = new AppSecrets(secrets, random)
  const signingKeys = new SigningKeys({ keys: stores.signingKeys, secrets: appSecrets, policy: signingKeyPolicy, now })
  const accessTokens = new AccessTokens({ keys: signingKeys, issuer, now, random })
  const clients = new ClientRegistry(registeredClients)
  const tokens = new TokenService({
    refreshTokens: stores.refreshTokens,
    byPassword: tokensByPassword,
    accessTokens,
    secrets: appSecrets,
    clients,
    passwords,
    sessions,
    events,
    now,
    random,
  })
  const { grants } = stores
  const grantExchanges = new GrantExchanges({ grants, tokens, sessions, now })
  const codeGrants = new CodeGrants({
    grants,
    exchanges: grantExchanges,
    clients,
    decisionLimiter,
    issuer,
    events,
    now,
    random,
  })
  const deviceGrants = new DeviceGrants({
    grants,
    exchanges: grantExchanges,
    clients,
    sessions,
    secrets: appSecrets,
    decisionLimiter,
    deviceLimiter,
    userCodeLimiter,
    events,
    now,
    random,
  })
  const users = new UserService({ users: stores.users, events, bus, now })
  const oauth = new OAuthService({
    requests: stores.requests,
    identities: stores.identities,
    users: stores.users,
    sessions,
    providers,
    limiter: authorizationLimiter,
    redirectUri,
    events,
    now,
    random,
  })
  const identities = new IdentityService({
    identities: stores.identities,
    passwords: stores.passwords,
    providers,
    events,
    now,
  })
  return {
    now,
    users,
    passwords,
    sessions,
    access,
    events,
    oauth,
    identities,
    tokens,
    clients,
    codeGrants,
    deviceGrants,
    grantExchanges,
    signingKeys,
    places,
  }
}
