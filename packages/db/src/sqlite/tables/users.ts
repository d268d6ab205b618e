import type { Role, UserId } from '@latchkey/schema'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The users. */
export const users = sqliteTable('users', {
  /** The user in rows of which there are many: it is shorter than the id, and leaves the database nowhere. */
  number: integer('number').primaryKey(),
  id: text('id').$type<UserId>().notNull().unique(),
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

/** The columns of a `User`. */
export const userColumns = {
  id: users.id,
  email: users.email,
  emailProvenAt: users.emailProvenAt,
  name: users.name,
  role: users.role,
  createdAt: users.createdAt,
}
