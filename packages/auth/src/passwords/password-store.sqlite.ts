import { grants, type LatchkeyDatabase, passwordCredentials, sessions, users } from '@latchkey/db'
import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import { notPickedUp } from '../grants/not-picked-up.sqlite.ts'
import { endedFor, endedNow, endedReturning } from '../sessions/ended-columns.sqlite.ts'
import { userFromRow } from '../users/user-row.sqlite.ts'
import type { PasswordStore } from './password-store.ts'

export function createSqlitePasswordStore(db: LatchkeyDatabase): PasswordStore {
  const p = sql.placeholder
  const byEmail = db
    .select({ user: users, hash: passwordCredentials.hash })
    .from(users)
    .leftJoin(passwordCredentials, eq(passwordCredentials.userId, users.id))
    .where(eq(users.email, p('email')))
    .prepare()
  const hashOf = db
    .select({ hash: passwordCredentials.hash })
    .from(passwordCredentials)
    .where(eq(passwordCredentials.userId, p('userId')))
    .prepare()

  return {
    async signUp({ user, hash, session }) {
      return db.transaction((tx) => {
        const inserted = tx.insert(users).values(user).onConflictDoNothing({ target: users.email }).run()
        if (inserted.changes === 0) return 'email_taken'
        const { id: userId, createdAt } = user
        tx.insert(passwordCredentials).values({ userId, hash, createdAt, changedAt: createdAt }).run()
        tx.insert(sessions).values(session).run()
        return 'inserted'
      })
    },
    async findByEmail(email) {
      const row = byEmail.get({ email })
      return row === undefined ? null : { user: userFromRow(row.user), hash: row.hash }
    },
    async set({ userId, hash, session, now }) {
      return db.transaction(
        (tx) => {
          if (hashOf.get({ userId }) !== undefined) return 'has_password'
          const rotated = tx
            .update(sessions)
            .set({ tokenHash: session.to, sudoUntil: session.sudoUntil })
            .where(and(eq(sessions.tokenHash, session.from), eq(sessions.userId, userId)))
            .run()
          if (rotated.changes === 0) return 'session_ended'
          tx.insert(passwordCredentials).values({ userId, hash, createdAt: now, changedAt: now }).run()
          return 'set'
        },
        { behavior: 'immediate' },
      )
    },
    async findHash(userId) {
      return hashOf.get({ userId })?.hash ?? null
    },
    async rehash({ userId, from, to }) {
      const unmoved = and(eq(passwordCredentials.userId, userId), eq(passwordCredentials.hash, from))
      return db.update(passwordCredentials).set({ hash: to }).where(unmoved).run().changes === 1
    },
    async change({ userId, from, to, session, ending }) {
      // One synchronous transaction under the write lock: nothing can move between the check and the writes.
      return db.transaction(
        (tx) => {
          const unmoved = tx
            .select({ userId: sessions.userId })
            .from(sessions)
            .innerJoin(passwordCredentials, eq(passwordCredentials.userId, sessions.userId))
            .where(
              and(
                eq(sessions.tokenHash, session.from),
                eq(sessions.userId, userId),
                eq(passwordCredentials.hash, from),
              ),
            )
            .get()
          if (unmoved === undefined) return null

          tx.update(passwordCredentials)
            .set({ hash: to, changedAt: ending.at })
            .where(eq(passwordCredentials.userId, userId))
            .run()
          tx.update(sessions)
            .set({ tokenHash: session.to, sudoUntil: session.sudoUntil })
            .where(eq(sessions.id, session.id))
            .run()
          tx.delete(grants).where(notPickedUp(userId)).run()
          const { at, reason, by } = ending
          const others = tx
            .update(sessions)
            .set(endedNow({ at: at.getTime(), reason, by }))
            .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt), ne(sessions.id, session.id)))
            .returning(endedReturning)
            .all()
          return endedFor(reason, others)
        },
        { behavior: 'immediate' },
      )
    },
  }
}
