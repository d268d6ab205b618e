import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const users = sqliteTable('users', {
  id: text('id').primaryKey(),
  /** The canonical form; see `canonicalEmail` in the schema package. */
  email: text('email').notNull().unique(),
  /** When someone proved that the mailbox is theirs; null while nobody has. */
  emailProvenAt: integer('email_proven_at', { mode: 'timestamp_ms' }),
  name: text('name').notNull(),
  role: text('role', { enum: ['user', 'admin'] })
    .notNull()
    .default('user'),
  createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
})
