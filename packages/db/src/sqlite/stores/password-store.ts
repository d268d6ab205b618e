import { maxParametersInUse, type PasswordStore } from '@latchkey/auth'
import { and, eq, gt, sql } from 'drizzle-orm'
import type { SqliteEngine } from '../engine.ts'
import { passwordCredentials } from '../tables/credentials.ts'
import { userColumns, users } from '../tables/users.ts'
import { identityCounter } from './identity-store.ts'

export function createSqlitePasswordStore({ db, sessions, write, record }: SqliteEngine): PasswordStore {
  const p = sql.placeholder
  const findByEmail = db
    .select({ user: userColumns, hash: passwordCredentials.hash })
    .from(users)
    .leftJoin(passwordCredentials, eq(passwordCredentials.userId, users.id))
    .where(eq(users.email, p('email')))
    .prepare()
  const findHash = db
    .select({ hash: passwordCredentials.hash })
    .from(passwordCredentials)
    .where(eq(passwordCredentials.userId, p('userId')))
    .prepare()
  const nextParameters = db
    .select({ parameters: passwordCredentials.parameters })
    .from(passwordCredentials)
    .where(gt(passwordCredentials.parameters, p('after')))
    .orderBy(passwordCredentials.parameters)
    .limit(1)
    .prepare()
  const insert = db
    .insert(passwordCredentials)
    .values({ userId: p('userId'), hash: p('hash'), createdAt: p('now'), changedAt: p('now') })
    .prepare()
  const isUnchanged = and(eq(passwordCredentials.userId, p('userId')), eq(passwordCredentials.hash, p('from')))
  const rehash = db
    .update(passwordCredentials)
    .set({ hash: sql`${p('to')}` })
    .where(isUnchanged)
    .prepare()
  const change = db
    .update(passwordCredentials)
    .set({ hash: sql`${p('to')}`, changedAt: sql`${p('at')}` })
    .where(isUnchanged)
    .prepare()

  const countIdentities = identityCounter(db)

  return {
    async signUp({ user, hash, start }, recordStart) {
      return write(() => {
        const inserted = db.insert(users).values(user).onConflictDoNothing({ target: users.email }).run()
        if (inserted.changes === 0) return 'email_taken'
        insert.run({ userId: user.id, hash, now: user.createdAt })
        return record(recordStart, sessions.start(start))
      })
    },
    async signIn({ userId, hash, start }, recordStart) {
      return write(() => (findHash.get({ userId })?.hash === hash ? record(recordStart, sessions.start(start)) : null))
    },
    async findByEmail(email) {
      return findByEmail.get({ email }) ?? null
    },
    async findHash(userId) {
      return findHash.get({ userId })?.hash ?? null
    },
    async parametersInUse() {
      const found: string[] = []
      while (found.length < maxParametersInUse) {
        const next = nextParameters.get({ after: found.at(-1) ?? '' })
        if (next === undefined || next.parameters === null) break
        found.push(next.parameters)
      }
      return found
    },
    async set({ userId, hash, rotation, now }, recordRotation) {
      return write(() => {
        if (findHash.get({ userId }) !== undefined) return 'has_password'
        if (!sessions.rotate(rotation)) return 'session_ended'
        insert.run({ userId, hash, now })
        record(recordRotation, rotation)
        return 'set'
      })
    },
    async rehash({ userId, from, to }) {
      return rehash.run({ userId, from, to }).changes === 1
    },
    async change({ userId, from, to, rotation, ending }, recordEndings) {
      return write(() => {
        // Read before the first write: a change that is refused leaves the session its token.
        if (findHash.get({ userId })?.hash !== from || !sessions.rotate(rotation)) return null
        change.run({ userId, from, to, at: ending.at.getTime() })
        sessions.deleteUnfinished(userId)
        const ended = sessions.endAll({ userId, keep: rotation.id }, ending)
        const connectedAccounts = countIdentities(userId)
        return record(recordEndings, { ended, connectedAccounts })
      })
    },
  }
}
