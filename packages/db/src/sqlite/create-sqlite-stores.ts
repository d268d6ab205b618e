import type { AuthStores } from '@latchkey/auth'
import { createSqliteEngine, withStoreErrors } from './engine.ts'
import type { SqliteDatabase } from './open-database.ts'
import { createSqliteAuthorizationRequestStore } from './stores/authorization-request-store.ts'
import { createSqliteEventStore } from './stores/event-store.ts'
import { createSqliteGrantStore } from './stores/grant-store.ts'
import { createSqliteIdentityStore } from './stores/identity-store.ts'
import { createSqlitePasswordStore } from './stores/password-store.ts'
import { createSqliteRefreshTokenStore } from './stores/refresh-token-store.ts'
import { createSqliteSessionStore } from './stores/session-store.ts'
import { createSqliteSigningKeyStore } from './stores/signing-key-store.ts'
import { createSqliteUserStore } from './stores/user-store.ts'

/** Returns every store of the domain over one migrated SQLite database. */
export async function createSqliteStores(db: SqliteDatabase): Promise<AuthStores> {
  const engine = createSqliteEngine(db)
  return {
    users: withStoreErrors(createSqliteUserStore(engine)),
    passwords: withStoreErrors(createSqlitePasswordStore(engine)),
    sessions: withStoreErrors(createSqliteSessionStore(engine)),
    identities: withStoreErrors(createSqliteIdentityStore(engine)),
    requests: withStoreErrors(createSqliteAuthorizationRequestStore(engine)),
    events: withStoreErrors(createSqliteEventStore(engine)),
    signingKeys: withStoreErrors(createSqliteSigningKeyStore(engine)),
    refreshTokens: withStoreErrors(createSqliteRefreshTokenStore(engine)),
    grants: withStoreErrors(createSqliteGrantStore(engine)),
  }
}
