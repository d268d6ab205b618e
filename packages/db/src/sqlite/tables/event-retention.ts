import { sql } from 'drizzle-orm'
import { check, integer, sqliteTable } from 'drizzle-orm/sqlite-core'

/**
 * One row: before which moment events may be deleted, set by the sweep for the length of its transaction. A trigger refuses
 * the deletion of any other event of a user who is there, and one refuses a moment of less than a day ago.
 */
export const eventRetention = sqliteTable(
  'event_retention',
  {
    id: integer('id').primaryKey(),
    deletableBefore: integer('deletable_before', { mode: 'timestamp_ms' }),
  },
  (table) => [check('event_retention_has_one_row', sql`${table.id} = 1`)],
)
