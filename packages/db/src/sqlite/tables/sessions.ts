import type { EndReason, SecondFactor, SessionId } from '@latchkey/schema'
import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { tokenHashColumn, tokenKeyColumn } from './token-hash.ts'
import { users } from './users.ts'

/** The sessions, live and ended. */
export const sessions = sqliteTable(
  'sessions',
  {
    /** Public: appears in lists, URLs and logs. */
    id: text('id').$type<SessionId>().primaryKey(),
    userNumber: integer('user_number')
      .notNull()
      .references(() => users.number, { onDelete: 'cascade' }),
    /** The row of `session_profiles`: client, device, and how it was signed in. */
    profileId: integer('profile_id').notNull(),
    /** SHA-256 of the session token; null once the session has ended, so that no token can match it. */
    tokenHash: tokenHashColumn('token_hash'),
    tokenKey: tokenKeyColumn('token_key', sql`token_hash`),
    /** The `token_hash` at the end of the session. It authenticates nothing: it tells the holder of an old cookie why it ended. */
    endedTokenHash: tokenHashColumn('ended_token_hash'),
    endedTokenKey: tokenKeyColumn('ended_token_key', sql`ended_token_hash`),
    /** The name that the user gave it, if any. */
    givenName: text('given_name'),
    remembered: integer('remembered', { mode: 'boolean' }).notNull(),
    /** The address that it was last used from. */
    ip: text('ip'),
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
    /** The second factor that was shown in it last; null for none. */
    secondFactor: text('second_factor').$type<SecondFactor>(),
    endedAt: integer('ended_at', { mode: 'timestamp_ms' }),
    endReason: text('end_reason').$type<EndReason>(),
    /** The session that ended this one; null when none did. */
    endedBy: text('ended_by').$type<SessionId>(),
    /** Raised by triggers at each change of this row and of its user's, by another process too. See `LiveSessions`. */
    version: integer('version').notNull().default(0),
  },
  (table) => [
    uniqueIndex('sessions_by_token')
      .on(table.tokenKey)
      .where(sql`token_hash IS NOT NULL`),
    index('sessions_by_ended_token')
      .on(table.endedTokenKey)
      .where(sql`ended_token_hash IS NOT NULL`),
    // A user's live sessions without the ended ones of 90 days: at most as many as a user may have, sorted when they are read.
    index('sessions_live_by_user')
      .on(table.userNumber)
      .where(sql`ended_at IS NULL`),
    index('sessions_ended_by_user')
      .on(table.userNumber, table.endedAt, table.id)
      .where(sql`ended_at IS NOT NULL`),
    // The devices and networks that a user's sessions had.
    index('sessions_by_origin').on(table.userNumber, table.profileId, table.network),
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
