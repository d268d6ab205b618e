import type { ChallengeStore } from './challenges/challenge-store.ts'
import type { EventStore } from './events/event-store.ts'
import type { GrantStore } from './grants/grant-store.ts'
import type { IdentityStore } from './identities/identity-store.ts'
import type { RateLimitStore } from './limits/rate-limit-store.ts'
import type { OutboxStore } from './mail/outbox-store.ts'
import type { AuthorizationRequestStore } from './oauth/authorization-request-store.ts'
import type { PasskeyStore } from './passkeys/passkey-store.ts'
import type { PasswordStore } from './passwords/password-store.ts'
import type { SecondFactorStore } from './second-factors/second-factor-store.ts'
import type { SessionStore } from './sessions/session-store.ts'
import type { RefreshTokenStore } from './tokens/refresh-token-store.ts'
import type { SigningKeyStore } from './tokens/signing-key-store.ts'
import type { UserStore } from './users/user-store.ts'

/**
 * What an engine implements: every store of the domain. A method throws `StoreUnavailableError` when the engine can't be
 * reached, read or written now, and every other error of the engine as it is; a method that throws changed nothing.
 */
export interface AuthStores {
  readonly users: UserStore
  readonly passwords: PasswordStore
  readonly sessions: SessionStore
  readonly identities: IdentityStore
  readonly requests: AuthorizationRequestStore
  readonly events: EventStore
  readonly rateLimits: RateLimitStore
  readonly signingKeys: SigningKeyStore
  readonly refreshTokens: RefreshTokenStore
  readonly grants: GrantStore
  readonly challenges: ChallengeStore
  readonly outbox: OutboxStore
  readonly secondFactors: SecondFactorStore
  readonly passkeys: PasskeyStore
}
