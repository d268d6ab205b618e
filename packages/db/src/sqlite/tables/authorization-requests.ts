import type { BrowserHash, StateHash } from '@latchkey/auth'
import type { SessionId, UserId } from '@latchkey/schema'
import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Authorization requests at providers. A row is deleted when the callback consumes it. */
export const authorizationRequests = sqliteTable(
  'authorization_requests',
  {
    /** SHA-256 of the state, base64url. */
    stateHash: text('state_hash').$type<StateHash>().primaryKey(),
    /** SHA-256 of the secret in the browser's own cookie. */
    browserHash: text('browser_hash').$type<BrowserHash>().notNull(),
    provider: text('provider').notNull(),
    intent: text('intent', { enum: ['sign_in', 'link', 'step_up'] }).notNull(),
    /** Of a link and a step-up: the user who started it, and their session. */
    userId: text('user_id').$type<UserId>(),
    sessionId: text('session_id').$type<SessionId>(),
    remember: integer('remember', { mode: 'boolean' }).notNull(),
    codeVerifier: text('code_verifier').notNull(),
    nonce: text('nonce').notNull(),
    returnTo: text('return_to').notNull(),
    expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [
    index('authorization_requests_by_expiry').on(table.expiresAt),
    check(
      'authorization_requests_bound_has_session',
      sql`(intent <> 'sign_in') = (user_id IS NOT NULL AND session_id IS NOT NULL)`,
    ),
  ],
)
