import { type LatchkeyDatabase, sessions, users } from '@latchkey/db'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
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
        return tx
          .update(sessions)
          .set({ tokenHash: null, endedAt: now, endReason: 'role_changed' })
          .where(and(eq(sessions.userId, user.id), isNull(sessions.endedAt), gt(sessions.idleExpiresAt, now)))
          .run().changes
      })
    },
  }
}
