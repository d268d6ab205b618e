import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** One trip to a provider, from the click until the browser is back. Deleted when it is consumed. */
export const authorizationRequests = sqliteTable(
  'authorization_requests',
  {
    /** SHA-256 of the state, base64url. */
    stateHash: text('state_hash').primaryKey(),
    /** SHA-256 of the secret in the browser's own cookie. */
    browserHash: text('browser_hash').notNull(),
    provider: text('provider').notNull(),
    intent: text('intent', { enum: ['sign_in', 'link', 'step_up'] }).notNull(),
    /** Of a link and a step-up: who started it, on which session. */
    userId: text('user_id'),
    sessionId: text('session_id'),
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
