import { type LatchkeyDatabase, sessions, users } from '@latchkey/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { endedFor, endedNow, endedReturning } from '../sessions/ended-columns.sqlite.ts'
import { userFromRow } from './user-row.sqlite.ts'
import type { UserStore } from './user-store.ts'

export function createSqliteUserStore(db: LatchkeyDatabase): UserStore {
  const byEmail = db
    .select()
    .from(users)
    .where(eq(users.email, sql.placeholder('email')))
    .prepare()

  return {
    async findByEmail(email) {
      const row = byEmail.get({ email })
      return row === undefined ? null : userFromRow(row)
    },

    async changeRole({ user, role, now }) {
      return db.transaction((tx) => {
        tx.update(users).set({ role }).where(eq(users.id, user.id)).run()
        const reason = 'role_changed'
        const ended = tx
          .update(sessions)
          .set(endedNow({ at: now.getTime(), reason, by: null }))
          .where(and(eq(sessions.userId, user.id), isNull(sessions.endedAt)))
          .returning(endedReturning)
          .all()
        return endedFor(reason, ended)
      })
    },
  }
}
