import type { EventActor, EventCategory, EventDetails, EventId, EventType, SessionId, UserId } from '@latchkey/schema'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { users } from './users.ts'

/**
 * The security timeline. Rows are appended and, when they are old, deleted. Triggers refuse every update, and every deletion
 * but that of the sweep and that of a deleted user's rows.
 */
export const events = sqliteTable(
  'events',
  {
    /** Sorts by time: 48 bits of it, then a counter, then random bits, in hex. */
    id: text('id').$type<EventId>().primaryKey(),
    userId: text('user_id')
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    type: text('type').$type<EventType>().notNull(),
    /** Follows from the type; stored so that a filtered page is one range of an index. */
    category: text('category').$type<EventCategory>().notNull(),
    at: integer('at', { mode: 'timestamp_ms' }).notNull(),
    actor: text('actor').$type<EventActor>().notNull(),
    /** The session in which it happened. No foreign key: an event outlives sessions. */
    sessionId: text('session_id').$type<SessionId>(),
    device: text('device'),
    ip: text('ip'),
    requestId: text('request_id'),
    details: text('details', { mode: 'json' }).$type<EventDetails>().notNull(),
  },
  (table) => [
    index('events_by_user').on(table.userId, table.id),
    index('events_by_user_and_category').on(table.userId, table.category, table.id),
  ],
)
