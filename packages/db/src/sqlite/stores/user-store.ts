import type { UserStore } from '@latchkey/auth'
import { eq, sql } from 'drizzle-orm'
import type { SqliteEngine } from '../engine.ts'
import { users } from '../tables/users.ts'

export function createSqliteUserStore({ db }: SqliteEngine): UserStore {
  const findByEmail = db
    .select()
    .from(users)
    .where(eq(users.email, sql.placeholder('email')))
    .prepare()

  return {
    async findByEmail(email) {
      return findByEmail.get({ email }) ?? null
    },
  }
}
