import type { IdentityStore } from '@latchkey/auth'
import type { UserId } from '@latchkey/schema'
import { and, asc, count, eq, inArray, ne, sql } from 'drizzle-orm'
import type { SqliteEngine } from '../engine.ts'
import type { SqliteDatabase } from '../open-database.ts'
import { passwordCredentials } from '../tables/credentials.ts'
import { identities } from '../tables/identities.ts'
import { passkeys } from '../tables/passkeys.ts'
import { userColumns, users } from '../tables/users.ts'
import { createReservedAddresses } from './reserved-addresses.ts'

/** Returns what tells, in the current transaction, how many identities a user has. */
export function identityCounter(db: SqliteDatabase): (userId: UserId) => number {
  const countOf = db
    .select({ count: count() })
    .from(identities)
    .where(eq(identities.userId, sql.placeholder('userId')))
    .prepare()
  return (userId) => countOf.get({ userId })?.count ?? 0
}

export function createSqliteIdentityStore({ db, sessions, factors, write, record }: SqliteEngine): IdentityStore {
  const p = sql.placeholder
  const findByKey = db
    .select({ identity: identities, user: userColumns })
    .from(identities)
    .innerJoin(users, eq(users.id, identities.userId))
    .where(and(eq(identities.issuer, p('issuer')), eq(identities.subject, p('subject'))))
    .prepare()
  const listByUser = db
    .select()
    .from(identities)
    .where(eq(identities.userId, p('userId')))
    .orderBy(asc(identities.linkedAt), asc(identities.id))
    .prepare()
  const isOwn = and(eq(identities.id, p('id')), eq(identities.userId, p('userId')))
  const findOwn = db.select().from(identities).where(isOwn).prepare()
  const insert = db
    .insert(identities)
    .values({
      id: p('id'),
      userId: p('userId'),
      provider: p('provider'),
      issuer: p('issuer'),
      subject: p('subject'),
      // Drizzle does not map a placeholder to null, so this one is passed on as it is.
      email: sql`${p('email')}`,
      linkedAt: p('linkedAt'),
      lastUsedAt: p('lastUsedAt'),
    })
    .onConflictDoNothing({ target: [identities.issuer, identities.subject] })
    .prepare()
  const recordUse = db
    .update(identities)
    .set({ email: sql`${p('email')}`, lastUsedAt: sql`${p('now')}` })
    .where(eq(identities.id, p('id')))
    .prepare()
  const findPassword = db
    .select({ userId: passwordCredentials.userId })
    .from(passwordCredentials)
    .where(eq(passwordCredentials.userId, p('userId')))
    .prepare()
  const findPasskey = db
    .select({ id: passkeys.id })
    .from(passkeys)
    .where(eq(passkeys.userId, p('userId')))
    .limit(1)
    .prepare()
  const remove = db.delete(identities).where(isOwn).prepare()
  const isReserved = createReservedAddresses(db)

  return {
    async findByKey({ issuer, subject }) {
      return findByKey.get({ issuer, subject }) ?? null
    },
    async listByUser(userId) {
      return listByUser.all({ userId })
    },
    async signUp({ user, identity, start }, recordStart) {
      return write(() => {
        if (findByKey.get({ issuer: identity.issuer, subject: identity.subject }) !== undefined) return 'identity_taken'
        if (isReserved(user.email, user.createdAt)) return 'email_reserved'
        const inserted = db.insert(users).values(user).onConflictDoNothing({ target: users.email }).run()
        if (inserted.changes === 0) return 'email_taken'
        insert.run({ ...identity })
        return record(recordStart, sessions.start(start))
      })
    },
    async signIn({ use, start }, recordStart) {
      return write(() => {
        if (findOwn.get({ id: use.id, userId: start.session.userId }) === undefined) return null
        recordUse.run({ ...use, now: use.now.getTime() })
        return record(recordStart, sessions.start(start))
      })
    },
    async linkAndSignIn({ identity, start }, recordStart) {
      return write(() => {
        if (factors.hasTotp(identity.userId)) return 'second_factor_due'
        if (insert.run({ ...identity }).changes === 0) return null
        return record(recordStart, sessions.start(start))
      })
    },
    async link({ identity, token, now }, recordLink) {
      return write(() => {
        if (!sessions.isHeld({ token, userId: identity.userId, now })) return 'session_ended'
        if (insert.run({ ...identity }).changes === 0) return 'identity_taken'
        record(recordLink, identity)
        return 'linked'
      })
    },
    async recordUse(use) {
      recordUse.run({ ...use, now: use.now.getTime() })
    },
    async stepUp({ use, rotation }, recordRotation) {
      return write(() => {
        if (!sessions.rotate(rotation)) return false
        recordUse.run({ ...use, now: use.now.getTime() })
        record(recordRotation, rotation)
        return true
      })
    },
    async remove({ id, userId, usableProviders, usablePasskeys }, recordRemoval) {
      return write(() => {
        const identity = findOwn.get({ id, userId })
        if (identity === undefined) return 'unknown'
        const isOtherUsable = and(
          eq(identities.userId, userId),
          ne(identities.id, id),
          inArray(identities.provider, [...usableProviders]),
        )
        const remaining =
          db.select({ id: identities.id }).from(identities).where(isOtherUsable).limit(1).get() ??
          findPassword.get({ userId }) ??
          (usablePasskeys ? findPasskey.get({ userId }) : undefined)
        if (remaining === undefined) return 'last_sign_in_method'
        remove.run({ id, userId })
        record(recordRemoval, identity)
        return 'removed'
      })
    },
  }
}
