import type { LatchkeyDatabase } from '@latchkey/db'
import type { AuthStores } from './auth.ts'
import { createSqliteEventStore } from './events/event-store.sqlite.ts'
import { createSqliteGrantStore } from './grants/grant-store.sqlite.ts'
import { createSqliteIdentityStore } from './oauth/identities/identity-store.sqlite.ts'
import { createSqliteAuthorizationRequestStore } from './oauth/requests/authorization-request-store.sqlite.ts'
import { createSqlitePasswordStore } from './passwords/password-store.sqlite.ts'
import { createSqliteSessionStore } from './sessions/session-store.sqlite.ts'
import { createSqliteRefreshTokenStore } from './tokens/refresh-token-store.sqlite.ts'
import { createSqliteSigningKeyStore } from './tokens/signing-key-store.sqlite.ts'
import { createSqliteUserStore } from './users/user-store.sqlite.ts'

/** Every store of the domain over one migrated SQLite database. */
export function createSqliteStores(db: LatchkeyDatabase): AuthStores {
  return {
    users: createSqliteUserStore(db),
    passwords: createSqlitePasswordStore(db),
    sessions: createSqliteSessionStore(db),
    identities: createSqliteIdentityStore(db),
    requests: createSqliteAuthorizationRequestStore(db),
    events: createSqliteEventStore(db),
    signingKeys: createSqliteSigningKeyStore(db),
    grants: createSqliteGrantStore(db),
    refreshTokens: createSqliteRefreshTokenStore(db),
  }
}
