import type { LatchkeyDatabase } from '@latchkey/db'
import type { AuthStores } from './auth.ts'
import { createSqlitePasswordStore } from './passwords/password-store.sqlite.ts'
import { createSqliteSessionStore } from './sessions/session-store.sqlite.ts'
import { createSqliteUserStore } from './users/user-store.sqlite.ts'

/** Every store of the domain over one migrated SQLite database. */
export function createSqliteStores(db: LatchkeyDatabase): AuthStores {
  return {
    users: createSqliteUserStore(db),
    passwords: createSqlitePasswordStore(db),
    sessions: createSqliteSessionStore(db),
  }
}
