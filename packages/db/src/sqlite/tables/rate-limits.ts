import type { RateLimitHash } from '@latchkey/auth'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The failed attempts of one window, by what they are counted under. A row is deleted after its window. */
export const rateLimits = sqliteTable(
  'rate_limits',
  {
    /** SHA-256, base64url: an address that was typed is not stored. */
    key: text('key').$type<RateLimitHash>().primaryKey(),
    count: integer('count').notNull(),
    expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [index('rate_limits_by_expiry').on(table.expiresAt)],
)
