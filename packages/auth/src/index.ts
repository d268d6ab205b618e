export { type Auth, createAuth, type AuthDependencies, defaultKeepEvents } from './auth.ts'
export type { AuthStores } from './auth-stores.ts'
export type { CaptchaVerdict, CaptchaVerifier } from './captcha/captcha-verifier.ts'
export {
  type Challenge,
  type ChallengeBrowser,
  type ChallengeBrowserHash,
  type ChallengeKind,
  type CodeHash,
  type LinkToken,
  type LinkTokenHash,
  type PendingSignUp,
  triesPerChallenge,
} from './challenges/challenge.ts'
export type { ChallengeStore, ConfirmedStart, Consumed, EndedAccess, Reclaim } from './challenges/challenge-store.ts'
export type { ChallengeContext } from './challenges/challenge-context.ts'
export type { MailPolicy } from './challenges/challenge-dependencies.ts'
export type { IssuedChallenge } from './challenges/issue-challenge.ts'
export type { RegisteredClient } from './clients/client-registry.ts'
export { redirectKind } from './clients/redirect-uri.ts'
export { AuthError, type AuthErrorCode } from './core/auth-error.ts'
export { failureCode } from './core/failure-code.ts'
export type { Geolocation } from './core/geolocation.ts'
export type { ClientHints, RequestInfo } from './core/request-info.ts'
export { parseSecret } from './core/secret.ts'
export { StoreUnavailableError } from './core/store-unavailable-error.ts'
export { TurnQueue } from './core/turn-queue.ts'
export { type EventRecord, type FailureEntries, timePrefix } from './events/event-record.ts'
export type { EventSink } from './events/event-sink.ts'
export type { EventStore, RecordOutcome } from './events/event-store.ts'
export type { SecurityEvent } from './events/security-event.ts'
export type { ConsentRequest } from './grants/code-grants.ts'
export { defaultPollInterval, deviceGrantLifetime, type WaitingDevice } from './grants/device-grants.ts'
export type { Approval, CodeGrant, DeviceGrant, Grant, GrantHash, UserCodeHash } from './grants/grant.ts'
export type { DeviceApproval, FoundGrant, GrantRedemption, GrantStore } from './grants/grant-store.ts'
export type { UserDescription } from './identities/describe-user.ts'
export type { Identity } from './identities/identity.ts'
export type { IdentityStore, IdentityUse } from './identities/identity-store.ts'
export type { CallCount, CallCounts, CountedKey, CountKind, Tally } from './limits/call-counts.ts'
export { hashOf as hashOfCountedKey } from './limits/limit-keys.ts'
export { type Consumption, type Limits, RateLimitedError } from './limits/limits.ts'
export { maxClockDifference } from './limits/max-clock-difference.ts'
export { createMemoryCallCounts } from './limits/memory-call-counts.ts'
export { raiseRateLimits } from './limits/raise-rate-limits.ts'
export type { RateLimitHash, RateLimitStore, StoredCount } from './limits/rate-limit-store.ts'
export { defaultRateLimits, type RateLimit, type RateLimitName, type RateLimits } from './limits/rate-limits.ts'
export {
  type ClaimedMail,
  type DirectContent,
  noticeId,
  noticeLifetime,
  noticeSpacing,
  type OutboxMail,
  type OutboxStore,
} from './mail/outbox-store.ts'
export type { DeliveryReport, DueContent, DueMail, SendOutcome } from './mail/outbox.ts'
export {
  type AuthorizationIntent,
  authorizationLifetime,
  type AuthorizationRequest,
  type BrowserHash,
  type BrowserSecret,
  type StateHash,
} from './oauth/authorization-request.ts'
export type { AuthorizationRequestStore } from './oauth/authorization-request-store.ts'
export type { OAuthClientContext } from './oauth/oauth-service.ts'
export { callbackParamNames } from './oauth/callback-params.ts'
export { localClientId, localProviderVariables } from './oauth/providers/local-provider-variables.ts'
export type { Provider } from './oauth/providers/provider.ts'
export type {
  NamedProviderDefinition,
  ProviderDefinition,
  ProviderSettings,
  ProviderVariable,
  SingleProviderDefinition,
} from './oauth/providers/provider-definition.ts'
export { ConfiguredProviders } from './oauth/providers/configured-providers.ts'
export {
  providerNamePattern,
  providerNameSuffix,
  providerVariablePrefix,
  providerVariables,
  splitProviderVariable,
} from './oauth/providers/provider-variables.ts'
export { offeredLocally, providerDefinitions } from './oauth/providers/registry.ts'
export {
  type Argon2Parameters,
  createArgon2Hasher,
  defaultArgon2Parameters,
  defaultHashingBounds,
} from './passwords/argon2-hasher.ts'
export { type BreachedPasswords, createBreachedPasswords } from './passwords/breached-passwords.ts'
export { buildPasswordFilter } from './passwords/build-password-filter.ts'
export { inspectPasswordFilter } from './passwords/password-filter-file.ts'
export { PasswordRange } from './passwords/password-range.ts'
export { type BrowserMarks, browserMarkLifetime } from './passwords/browser-marks.ts'
export type { PasswordHasher } from './passwords/password-hasher.ts'
export type { SignInContext } from './passwords/password-service.ts'
export { maxParametersInUse, type PasswordChange, type PasswordStore } from './passwords/password-store.ts'
export type { Caller } from './sessions/caller.ts'
export type { KnownOrigins, SessionOrigin } from './sessions/known-origins.ts'
export { type ListedSession, partition } from './sessions/list-sessions.ts'
export {
  type EndedSession,
  type Ending,
  type NamedSession,
  namedSession,
  nameOf,
  type RefreshTokenHash,
  type Session,
  type SessionRecord,
  type SessionRotation,
  type SessionToken,
  type TokenHash,
} from './sessions/session.ts'
export type { Presence } from './sessions/presence.ts'
export type { SessionBus, SessionSubscriber } from './sessions/session-bus.ts'
export {
  defaultSessionPolicy,
  type Expiry,
  hasRecentStepUp,
  type Lifetime,
  overdueEnding,
  recordedEnding,
  type SessionPolicy,
} from './sessions/session-lifetime.ts'
export type {
  HistoryPosition,
  OverdueSession,
  SessionStart,
  SessionStore,
  SessionTarget,
  Sighting,
  StartedSession,
} from './sessions/session-store.ts'
export type { WatchMessage } from './sessions/session-stream.ts'
export { defaultSubscriptionPolicy, type SubscriptionPolicy } from './sessions/session-subscriptions.ts'
export { SecondFactorDue } from './sessions/second-factor-due.ts'
export {
  type SignInAttempt,
  type SignInAttemptHash,
  signInAttemptLifetime,
  type SignInAttemptToken,
  type TrustedDevice,
  type TrustedDeviceHash,
  trustedDeviceLifetime,
  type TrustedDeviceToken,
} from './sessions/sign-in-attempt.ts'
export type { IssuedSession } from './sessions/start-session.ts'
export {
  type Passkey,
  type PasskeyBrowser,
  type PasskeyBrowserHash,
  type PasskeyChallenge,
  type PasskeyChallengeHash,
  type PasskeyChallengeText,
  type PasskeyPurpose,
  userHandleOf,
} from './passkeys/passkey.ts'
export type { IssuedOptions } from './passkeys/passkey-ceremonies.ts'
export type { PasskeyContext } from './passkeys/passkey-dependencies.ts'
export type { IssuedStepUp } from './passkeys/passkey-sign-in.ts'
export type {
  PasskeyAddition,
  PasskeyStore,
  PasskeyTarget,
  PasskeyUse,
  PasskeyUseRefusal,
} from './passkeys/passkey-store.ts'
export type { IssuedRegistration } from './passkeys/register-passkey.ts'
export type { RelyingParty } from './passkeys/relying-party.ts'
export { keyAlgorithms } from './passkeys/verify-answer.ts'
export type { FactorUse, RecoveryCode, SecondFactorState, TotpCredential } from './second-factors/second-factor.ts'
export type { CompletedSignIn, SecondFactorPolicy, SecondFactors } from './second-factors/second-factors.ts'
export type { AttemptCompletion, SecondFactorStore } from './second-factors/second-factor-store.ts'
export type { AccessToken } from './tokens/access-token.ts'
export type { RefreshTokenFamily, UsedRefreshToken } from './tokens/refresh-token.ts'
export type {
  FoundRefreshToken,
  RefreshTokenExchange,
  RefreshTokenKey,
  RefreshTokenStore,
} from './tokens/refresh-token-store.ts'
export { type SigningAlgorithm, signingAlgorithms, type SigningKey } from './tokens/signing-key.ts'
export type { SigningKeyStore } from './tokens/signing-key-store.ts'
export { defaultSigningKeyPolicy } from './tokens/signing-keys.ts'
export type { IssuedTokens } from './tokens/token-service.ts'
export type { User } from './users/user.ts'
export type { UserStore } from './users/user-store.ts'
