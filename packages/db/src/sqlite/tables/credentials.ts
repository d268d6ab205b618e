import type { UserId } from '@latchkey/schema'
import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { users } from './users.ts'

/** The password of a user, at most one each. `hash` is argon2id in PHC string form. */
export const passwordCredentials = sqliteTable(
  'password_credentials',
  {
    userId: text('user_id')
      .$type<UserId>()
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    hash: text('hash').notNull(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    changedAt: integer('changed_at', { mode: 'timestamp_ms' }).notNull(),
    /**
     * The start of the hash, up to its salt: its parameters begin at the sixteenth character at the latest, and end before
     * the next `$`.
     */
    parameters: text('parameters').generatedAlwaysAs(sql`substr(hash, 1, 15 + instr(substr(hash, 16), '$'))`, {
      mode: 'virtual',
    }),
  },
  // Which parameters are in use is read with a few steps in this index, not from every row.
  (table) => [index('password_credentials_by_parameters').on(table.parameters)],
)
