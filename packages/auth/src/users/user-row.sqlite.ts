import type { users } from '@latchkey/db'
import type { User, UserId } from './user.ts'

/** A row of the users table as the domain knows it. */
export function userFromRow(row: typeof users.$inferSelect): User {
  return { ...row, id: row.id as UserId }
}
