import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { users } from './users.ts'

export const sessions = sqliteTable(
  'sessions',
  {
    /** Public: appears in lists, URLs and logs. */
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256 of the cookie's token, base64url; null once the session has ended, so that nothing can match it. */
    tokenHash: text('token_hash').unique(),
    /** What `token_hash` was when the session ended. It opens nothing: it tells the bearer of a dead cookie why it died. */
    endedTokenHash: text('ended_token_hash'),
    kind: text('kind', { enum: ['browser', 'client'] }).notNull(),
    /** Of a client session: how the client names itself. */
    clientId: text('client_id'),
    /** Derived from the browser. */
    name: text('name').notNull(),
    /** What the person calls it, if they gave it a name. */
    givenName: text('given_name'),
    signInMethod: text('sign_in_method').notNull(),
    remembered: integer('remembered', { mode: 'boolean' }).notNull(),
    browser: text('browser'),
    os: text('os'),
    device: text('device', { enum: ['desktop', 'mobile', 'tablet', 'script', 'unknown'] }).notNull(),
    /** Where it was last used from. */
    ip: text('ip'),
    /** Browser, system and device class in one, for "has this user been here with such a device before?" */
    deviceFamily: text('device_family').notNull().default(''),
    /** The network that it began in, for the same question. */
    network: text('network'),
    newDevice: integer('new_device', { mode: 'boolean' }).notNull().default(false),
    newNetwork: integer('new_network', { mode: 'boolean' }).notNull().default(false),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    lastSeenAt: integer('last_seen_at', { mode: 'timestamp_ms' }).notNull(),
    /** Never later than `expires_at`, so this one column says whether the session is alive. */
    idleExpiresAt: integer('idle_expires_at', { mode: 'timestamp_ms' }).notNull(),
    expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
    sudoUntil: integer('sudo_until', { mode: 'timestamp_ms' }),
    endedAt: integer('ended_at', { mode: 'timestamp_ms' }),
    endReason: text('end_reason'),
    /** The session that ended this one; null when nobody did (expiry) or it was not a session. */
    endedBy: text('ended_by'),
  },
  (table) => [
    // A user's live sessions, in the order they are shown; the ended ones, which pile up for 90 days, are not in it.
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
