import type { TokenHash } from '@latchkey/auth'
import type { EndReason, SessionId, SignInMethod, UserId } from '@latchkey/schema'
import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { users } from './users.ts'

/** The sessions, live and ended. */
export const sessions = sqliteTable(
  'sessions',
  {
    /** Public: appears in lists, URLs and logs. */
    id: text('id').$type<SessionId>().primaryKey(),
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256 of the session token, base64url; null once the session has ended, so that no token can match it. */
    tokenHash: text('token_hash').$type<TokenHash>().unique(),
    /** The `token_hash` at the end of the session. It authenticates nothing: it tells the holder of an old cookie why it ended. */
    endedTokenHash: text('ended_token_hash').$type<TokenHash>(),
    kind: text('kind', { enum: ['browser', 'client'] }).notNull(),
    /** Of a client session: the id of its OAuth client. */
    clientId: text('client_id'),
    /** Derived from the device, or the name of the OAuth client. */
    name: text('name').notNull(),
    /** The name that the user gave it, if any. */
    givenName: text('given_name'),
    signInMethod: text('sign_in_method').$type<SignInMethod>().notNull(),
    remembered: integer('remembered', { mode: 'boolean' }).notNull(),
    browser: text('browser'),
    os: text('os'),
    device: text('device', { enum: ['desktop', 'mobile', 'tablet', 'script', 'unknown'] }).notNull(),
    /** The address that it was last used from. */
    ip: text('ip'),
    /** Browser, system and device class in one text, by which a device is new or known. */
    deviceFamily: text('device_family').notNull().default(''),
    /** The network that it was started from. */
    network: text('network'),
    newDevice: integer('new_device', { mode: 'boolean' }).notNull().default(false),
    newNetwork: integer('new_network', { mode: 'boolean' }).notNull().default(false),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    lastSeenAt: integer('last_seen_at', { mode: 'timestamp_ms' }).notNull(),
    /** Never later than `expires_at`, so this one column tells whether the session is live. */
    idleExpiresAt: integer('idle_expires_at', { mode: 'timestamp_ms' }).notNull(),
    expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
    stepUpUntil: integer('sudo_until', { mode: 'timestamp_ms' }),
    endedAt: integer('ended_at', { mode: 'timestamp_ms' }),
    endReason: text('end_reason').$type<EndReason>(),
    /** The session that ended this one; null when none did. */
    endedBy: text('ended_by').$type<SessionId>(),
    /** Raised by triggers at each change of this row and of its user's, by another process too. See `LiveSessions`. */
    version: integer('version').notNull().default(0),
  },
  (table) => [
    // A user's live sessions, in the order in which they are listed, without the ended ones of 90 days.
    index('sessions_live_by_user')
      .on(table.userId, table.lastSeenAt, table.id)
      .where(sql`ended_at IS NULL`),
    index('sessions_ended_by_user')
      .on(table.userId, table.endedAt, table.id)
      .where(sql`ended_at IS NOT NULL`),
    index('sessions_by_device').on(table.userId, table.deviceFamily),
    index('sessions_by_network').on(table.userId, table.network),
    index('sessions_by_ended_token')
      .on(table.endedTokenHash)
      .where(sql`ended_token_hash IS NOT NULL`),
    index('sessions_live_by_expiry')
      .on(table.idleExpiresAt)
      .where(sql`ended_at IS NULL`),
    index('sessions_ended_by_time')
      .on(table.endedAt)
      .where(sql`ended_at IS NOT NULL`),
    check('sessions_idle_within_absolute', sql`idle_expires_at <= expires_at`),
    check('sessions_ended_has_no_token', sql`(ended_at IS NULL) = (token_hash IS NOT NULL)`),
    check('sessions_ended_has_reason', sql`(ended_at IS NULL) = (end_reason IS NULL)`),
  ],
)
