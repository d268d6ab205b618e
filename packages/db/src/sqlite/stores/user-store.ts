import type { UserStore } from '@latchkey/auth'
import { eq, sql } from 'drizzle-orm'
import type { SqliteEngine } from '../engine.ts'
import { userColumns, users } from '../tables/users.ts'

export function createSqliteUserStore({ db, write, record }: SqliteEngine): UserStore {
  const find = db
    .select(userColumns)
    .from(users)
    .where(eq(users.id, sql.placeholder('id')))
    .prepare()
  const findByEmail = db
    .select(userColumns)
    .from(users)
    .where(eq(users.email, sql.placeholder('email')))
    .prepare()

  const rename = db
    .update(users)
    .set({ name: sql`${sql.placeholder('name')}` })
    .where(eq(users.id, sql.placeholder('id')))
    .prepare()

  return {
    async find(id) {
      return find.get({ id }) ?? null
    },
    async findByEmail(email) {
      return findByEmail.get({ email }) ?? null
    },
    async rename({ id, name }, recordName) {
      write(() => {
        rename.run({ id, name })
        record(recordName, name)
      })
    },
  }
}
