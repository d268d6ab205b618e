import { identities, type LatchkeyDatabase, passwordCredentials, sessions, users } from '@latchkey/db'
import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm'
import type { UserId } from '../../users/user.ts'
import { userFromRow } from '../../users/user-row.sqlite.ts'
import type { Identity, IdentityId } from './identity.ts'
import type { IdentityStore } from './identity-store.ts'

export function createSqliteIdentityStore(db: LatchkeyDatabase): IdentityStore {
  const p = sql.placeholder
  const byKey = db
    .select({ identity: identities, user: users })
    .from(identities)
    .innerJoin(users, eq(users.id, identities.userId))
    .where(and(eq(identities.issuer, p('issuer')), eq(identities.subject, p('subject'))))
    .prepare()
  const byUser = db
    .select()
    .from(identities)
    .where(eq(identities.userId, p('userId')))
    .orderBy(asc(identities.linkedAt), asc(identities.id))
    .prepare()

  return {
    async findByKey({ issuer, subject }) {
      const row = byKey.get({ issuer, subject })
      return row === undefined ? null : { identity: identityFromRow(row.identity), user: userFromRow(row.user) }
    },
    async listByUser(userId) {
      return byUser.all({ userId }).map(identityFromRow)
    },
    async signUp({ user, identity, session }) {
      return db.transaction(
        (tx) => {
          if (byKey.get({ issuer: identity.issuer, subject: identity.subject }) !== undefined) return 'identity_taken'
          const inserted = tx.insert(users).values(user).onConflictDoNothing({ target: users.email }).run()
          if (inserted.changes === 0) return 'email_taken'
          tx.insert(identities).values(identity).run()
          tx.insert(sessions).values(session).run()
          return 'inserted'
        },
        { behavior: 'immediate' },
      )
    },
    async insert(identity) {
      const target = [identities.issuer, identities.subject]
      const { changes } = db.insert(identities).values(identity).onConflictDoNothing({ target }).run()
      return changes === 1 ? 'inserted' : 'identity_taken'
    },
    async recordUse({ id, email, now }) {
      db.update(identities).set({ email, lastUsedAt: now }).where(eq(identities.id, id)).run()
    },
    async remove({ id, userId, usableProviders }) {
      return db.transaction(
        (tx) => {
          const own = and(eq(identities.id, id), eq(identities.userId, userId))
          if (tx.select({ id: identities.id }).from(identities).where(own).get() === undefined) return 'unknown'
          const other = and(
            eq(identities.userId, userId),
            ne(identities.id, id),
            inArray(identities.provider, [...usableProviders]),
          )
          const stays =
            tx.select({ id: identities.id }).from(identities).where(other).limit(1).get() ??
            tx
              .select({ id: passwordCredentials.userId })
              .from(passwordCredentials)
              .where(eq(passwordCredentials.userId, userId))
              .get()
          if (stays === undefined) return 'last_way_in'
          tx.delete(identities).where(own).run()
          return 'removed'
        },
        { behavior: 'immediate' },
      )
    },
  }
}

function identityFromRow(row: typeof identities.$inferSelect): Identity {
  return { ...row, id: row.id as IdentityId, userId: row.userId as UserId }
}
