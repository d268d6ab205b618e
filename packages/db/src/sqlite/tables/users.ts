import type { Role, UserId } from '@latchkey/schema'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The users. */
export const users = sqliteTable('users', {
  id: text('id').$type<UserId>().primaryKey(),
  /** The canonical form; see `canonicalEmail` in the schema package. */
  email: text('email').notNull().unique(),
  /** When the user proved to own the mailbox; null while they have not. */
  emailProvenAt: integer('email_proven_at', { mode: 'timestamp_ms' }),
  name: text('name').notNull(),
  role: text('role', { enum: ['user', 'admin'] })
    .$type<Role>()
    .notNull()
    .default('user'),
  createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
})
