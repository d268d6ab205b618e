import type { GrantHash, UserCodeHash } from '@latchkey/auth'
import type { SessionId, UserId } from '@latchkey/schema'
import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What clients redeem for their first tokens: authorization codes, and the codes of devices that wait for a decision. */
export const grants = sqliteTable(
  'grants',
  {
    /** SHA-256 of the code or the device code, base64url. */
    hash: text('hash').$type<GrantHash>().primaryKey(),
    kind: text('kind', { enum: ['code', 'device'] }).notNull(),
    clientId: text('client_id').notNull(),
    /** Of a code. */
    redirectUri: text('redirect_uri'),
    /** Of a code: PKCE, S256. */
    codeChallenge: text('code_challenge'),
    /** Of a device: HMAC of the user code under a secret of the configuration. */
    userCodeHash: text('user_code_hash').$type<UserCodeHash>().unique(),
    /** Of a device: its address, and what it states about itself. */
    ip: text('ip'),
    device: text('device'),
    requestedAt: integer('asked_at', { mode: 'timestamp_ms' }).notNull(),
    expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
    /** The user who approved it, and the approving session: it can be redeemed while that is live. */
    userId: text('user_id').$type<UserId>(),
    approvedBy: text('approved_by').$type<SessionId>(),
    deniedAt: integer('denied_at', { mode: 'timestamp_ms' }),
    usedAt: integer('used_at', { mode: 'timestamp_ms' }),
    /** The session that it was redeemed for. */
    sessionId: text('session_id').$type<SessionId>(),
  },
  (table) => [
    index('grants_by_expiry').on(table.expiresAt),
    // The unredeemed grants of a user: a handful, however many devices wait.
    index('grants_not_picked_up')
      .on(table.userId)
      .where(sql`used_at IS NULL AND user_id IS NOT NULL`),
    check(
      'grants_code_is_whole',
      sql`kind <> 'code' OR (redirect_uri IS NOT NULL AND code_challenge IS NOT NULL AND user_id IS NOT NULL)`,
    ),
    check('grants_device_is_whole', sql`kind <> 'device' OR (user_code_hash IS NOT NULL AND device IS NOT NULL)`),
    check('grants_approved_by_someone', sql`(user_id IS NULL) = (approved_by IS NULL)`),
    check('grants_denied_is_not_approved', sql`denied_at IS NULL OR user_id IS NULL`),
    check('grants_used_has_session', sql`(used_at IS NULL) = (session_id IS NULL)`),
  ],
)
