import type { AuthStores } from '@latchkey/auth'
import { type OnUnavailable, withStoreErrors } from '../store-errors.ts'
import { createPostgresEngine, type EngineOptions } from './engine.ts'
import type { PostgresConnections } from './open-postgres.ts'
import { isUnavailable } from './postgres-errors.ts'
import { createPostgresAuthorizationRequestStore } from './stores/authorization-request-store.ts'
import { createPostgresChallengeStore } from './stores/challenge-store.ts'
import { createPostgresEventStore } from './stores/event-store.ts'
import { createPostgresGrantStore } from './stores/grant-store.ts'
import { createPostgresIdentityStore } from './stores/identity-store.ts'
import { createPostgresOutboxStore } from './stores/outbox-store.ts'
import { createPostgresPasskeyStore } from './stores/passkey-store.ts'
import { createPostgresPasswordStore } from './stores/password-store.ts'
import { createPostgresRateLimitStore } from './stores/rate-limit-store.ts'
import { createPostgresRefreshTokenStore } from './stores/refresh-token-store.ts'
import { createPostgresSecondFactorStore } from './stores/second-factor-store.ts'
import { createPostgresSessionStore } from './stores/session-store.ts'
import { createPostgresSigningKeyStore } from './stores/signing-key-store.ts'
import { createPostgresUserStore } from './stores/user-store.ts'

/**
 * Returns every store of the domain over one migrated PostgreSQL database; `onUnavailable` is told each time that one throws
 * `StoreUnavailableError`. After that error, which a broken connection may cause at the very end of a transaction, the change
 * was made or was not.
 */
export function createPostgresStores(
  connections: PostgresConnections,
  { onUnavailable = () => undefined, ...options }: EngineOptions & { readonly onUnavailable?: OnUnavailable } = {},
): AuthStores {
  const engine = createPostgresEngine(connections, options)
  const wrap = <Store extends object>(store: Store): Store =>
    withStoreErrors(store, { call: (method) => method(), isUnavailable, onUnavailable })
  return {
    users: wrap(createPostgresUserStore(engine)),
    passwords: wrap(createPostgresPasswordStore(engine)),
    sessions: wrap(createPostgresSessionStore(engine)),
    identities: wrap(createPostgresIdentityStore(engine)),
    requests: wrap(createPostgresAuthorizationRequestStore(engine)),
    events: wrap(createPostgresEventStore(engine)),
    rateLimits: wrap(createPostgresRateLimitStore(engine)),
    signingKeys: wrap(createPostgresSigningKeyStore(engine)),
    refreshTokens: wrap(createPostgresRefreshTokenStore(engine)),
    grants: wrap(createPostgresGrantStore(engine)),
    challenges: wrap(createPostgresChallengeStore(engine)),
    outbox: wrap(createPostgresOutboxStore(engine)),
    secondFactors: wrap(createPostgresSecondFactorStore(engine)),
    passkeys: wrap(createPostgresPasskeyStore(engine)),
  }
}
