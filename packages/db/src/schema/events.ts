import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { users } from './users.ts'

/** The security timeline. Rows are added and, when they are old, deleted; a trigger refuses every update. */
export const events = sqliteTable(
  'events',
  {
    /** Sorts by time: 48 bits of it, then a counter, then random bits, in hex. */
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    type: text('type').notNull(),
    /** Follows from the type; here so that a filtered page is one range of an index. */
    category: text('category').notNull(),
    at: integer('at', { mode: 'timestamp_ms' }).notNull(),
    actor: text('actor').notNull(),
    /** The session in which it was done. No reference: an event outlives sessions. */
    sessionId: text('session_id'),
    device: text('device'),
    ip: text('ip'),
    requestId: text('request_id'),
    details: text('details', { mode: 'json' }).notNull(),
  },
  (table) => [
    index('events_by_user').on(table.userId, table.id),
    index('events_by_user_and_category').on(table.userId, table.category, table.id),
  ],
)
