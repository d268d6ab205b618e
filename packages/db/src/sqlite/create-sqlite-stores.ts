import type { AuthStores } from '@latchkey/auth'
import { type OnUnavailable, withStoreErrors } from '../store-errors.ts'
import { createSqliteEngine, isUnavailable } from './engine.ts'
import { createLockQueue } from './lock-queue.ts'
import type { SqliteDatabase } from './open-database.ts'
import { createSqliteAuthorizationRequestStore } from './stores/authorization-request-store.ts'
import { createSqliteChallengeStore } from './stores/challenge-store.ts'
import { createSqliteEventStore } from './stores/event-store.ts'
import { createSqliteGrantStore } from './stores/grant-store.ts'
import { createSqliteIdentityStore } from './stores/identity-store.ts'
import { createSqliteOutboxStore } from './stores/outbox-store.ts'
import { createSqlitePasskeyStore } from './stores/passkey-store.ts'
import { createSqlitePasswordStore } from './stores/password-store.ts'
import { createSqliteRateLimitStore } from './stores/rate-limit-store.ts'
import { createSqliteRefreshTokenStore } from './stores/refresh-token-store.ts'
import { createSqliteSecondFactorStore } from './stores/second-factor-store.ts'
import { createSqliteSessionStore } from './stores/session-store.ts'
import { createSqliteSigningKeyStore } from './stores/signing-key-store.ts'
import { createSqliteUserStore } from './stores/user-store.ts'

/**
 * Returns every store of the domain over one migrated SQLite database; `onUnavailable` is told each time that one throws
 * `StoreUnavailableError`. From now on a statement that finds the database locked fails at once: the stores wait without
 * stopping the process.
 */
export async function createSqliteStores(
  db: SqliteDatabase,
  onUnavailable: OnUnavailable = () => undefined,
): Promise<AuthStores> {
  db.$client.pragma('busy_timeout = 0')
  const engine = createSqliteEngine(db)
  const options = { call: createLockQueue(), isUnavailable, onUnavailable }
  const wrap = <Store extends object>(store: Store): Store => withStoreErrors(store, options)
  return {
    users: wrap(createSqliteUserStore(engine)),
    passwords: wrap(createSqlitePasswordStore(engine)),
    sessions: wrap(createSqliteSessionStore(engine)),
    identities: wrap(createSqliteIdentityStore(engine)),
    requests: wrap(createSqliteAuthorizationRequestStore(engine)),
    events: wrap(createSqliteEventStore(engine)),
    rateLimits: wrap(createSqliteRateLimitStore(engine)),
    signingKeys: wrap(createSqliteSigningKeyStore(engine)),
    refreshTokens: wrap(createSqliteRefreshTokenStore(engine)),
    grants: wrap(createSqliteGrantStore(engine)),
    challenges: wrap(createSqliteChallengeStore(engine)),
    outbox: wrap(createSqliteOutboxStore(engine)),
    secondFactors: wrap(createSqliteSecondFactorStore(engine)),
    passkeys: wrap(createSqlitePasskeyStore(engine)),
  }
}
