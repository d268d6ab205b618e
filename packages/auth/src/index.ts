export { type Auth, createAuth, type AuthDependencies, type AuthStores, defaultKeepEvents } from './auth.ts'
export { AuthError, type AuthErrorCode } from './auth-error.ts'
export type { Caller } from './caller.ts'
export type { EventRecord } from './events/event-record.ts'
export type { ClientHints, ClientInfo } from './client-info.ts'
export type { EventSink } from './events/event-sink.ts'
export type { SecurityEvent } from './events/security-event.ts'
export type { RegisteredClient } from './grants/client-registry.ts'
export type { AskedForCode } from './grants/code-grants.ts'
export { deviceGrantLifetime, pollInterval, type WaitingDevice } from './grants/device-grants.ts'
export { redirectKind } from './grants/redirect-uri.ts'
export type { AttemptLimiter, AttemptLimits } from './limits/attempt-limiter.ts'
export { createMemoryAttemptLimiter, defaultAttemptLimits } from './limits/attempt-limiter.memory.ts'
export {
  type Argon2Parameters,
  createArgon2Hasher,
  defaultArgon2Parameters,
  defaultHashingBounds,
  type HashingBounds,
} from './passwords/argon2-hasher.ts'
export type { Identity } from './oauth/identities/identity.ts'
export type { Traveller } from './oauth/oauth-service.ts'
export { GitHubProvider } from './oauth/providers/github-provider.ts'
export { OpenIdProvider } from './oauth/providers/openid-provider.ts'
export type { Provider } from './oauth/providers/provider.ts'
export { ProviderRegistry } from './oauth/providers/provider-registry.ts'
export {
  authorizationLifetime,
  type BrowserSecret,
  parseBrowserSecret,
} from './oauth/requests/authorization-request.ts'
export type { PasswordHasher } from './passwords/password-hasher.ts'
export type { Arrival } from './passwords/password-service.ts'
export type { PasswordStore } from './passwords/password-store.ts'
export { partition } from './sessions/access-service.ts'
export { type EndedSession, nameOf, type Session, type SessionId, type SessionRecord } from './sessions/session.ts'
export type { Places } from './sessions/places.ts'
export { defaultSessionPolicy, hasRecentProof, type Lifetime, type SessionPolicy } from './sessions/session-lifetime.ts'
export type { HistoryPosition, SessionStore } from './sessions/session-store.ts'
export type { SessionToken } from './sessions/session-token.ts'
export type { ListedSession, WatchMessage } from './sessions/watch/watch-stream.ts'
export { defaultWatchPolicy, type WatchPolicy } from './sessions/watch/session-rooms.ts'
export type { User } from './users/user.ts'
export type { UserStore } from './users/user-store.ts'
export type { AccessToken } from './tokens/access-token.ts'
export { type SigningAlgorithm, signingAlgorithms } from './tokens/signing-key.ts'
export { defaultSigningKeyPolicy } from './tokens/signing-keys.ts'
export type { IssuedTokens } from './tokens/token-service.ts'
