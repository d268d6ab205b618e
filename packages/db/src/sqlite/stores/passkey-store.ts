import type { PasskeyStore, PasskeyUse, PasskeyUseRefusal } from '@latchkey/auth'
import { and, asc, count, eq, gt, inArray, lt, ne, or, sql } from 'drizzle-orm'
import type { SqliteEngine } from '../engine.ts'
import { passwordCredentials } from '../tables/credentials.ts'
import { identities } from '../tables/identities.ts'
import { passkeyChallenges, passkeys } from '../tables/passkeys.ts'
import { userColumns, users } from '../tables/users.ts'

export function createSqlitePasskeyStore({ db, sessions, write, record }: SqliteEngine): PasskeyStore {
  const p = sql.placeholder
  const isChallenge = eq(passkeyChallenges.hash, p('hash'))
  const findChallenge = db.select().from(passkeyChallenges).where(isChallenge).prepare()
  const findWaiting = db
    .select({ hash: passkeyChallenges.hash })
    .from(passkeyChallenges)
    .where(and(isChallenge, gt(passkeyChallenges.expiresAt, p('now'))))
    .prepare()
  const deleteChallenge = db.delete(passkeyChallenges).where(isChallenge).prepare()
  const findByCredential = db
    .select({ passkey: passkeys, user: userColumns })
    .from(passkeys)
    .innerJoin(users, eq(users.id, passkeys.userId))
    .where(eq(passkeys.credentialId, p('credentialId')))
    .prepare()
  const listByUser = db
    .select()
    .from(passkeys)
    .where(eq(passkeys.userId, p('userId')))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.id))
    .prepare()
  const countOwn = db
    .select({ found: count() })
    .from(passkeys)
    .where(eq(passkeys.userId, p('userId')))
    .prepare()
  const isOwn = and(eq(passkeys.id, p('id')), eq(passkeys.userId, p('userId')))
  const findOwn = db.select().from(passkeys).where(isOwn).prepare()
  const isCounted = or(lt(passkeys.counter, p('counter')), sql`(${passkeys.counter} = 0 AND ${p('counter')} = 0)`)
  const recordUse = db
    .update(passkeys)
    .set({ counter: sql`${p('counter')}`, backedUp: sql`${p('backedUp')}`, lastUsedAt: sql`${p('now')}` })
    .where(and(isOwn, isCounted))
    .prepare()
  const rename = db
    .update(passkeys)
    .set({ name: sql`${p('name')}` })
    .where(isOwn)
    .prepare()
  const findOtherOwn = db
    .select({ id: passkeys.id })
    .from(passkeys)
    .where(and(eq(passkeys.userId, p('userId')), ne(passkeys.id, p('id'))))
    .limit(1)
    .prepare()
  const findPassword = db
    .select({ userId: passwordCredentials.userId })
    .from(passwordCredentials)
    .where(eq(passwordCredentials.userId, p('userId')))
    .prepare()
  const remove = db.delete(passkeys).where(isOwn).prepare()
  const oldChallenges = db
    .select({ hash: passkeyChallenges.hash })
    .from(passkeyChallenges)
    .where(lt(passkeyChallenges.expiresAt, p('moment')))
    .limit(p('limit'))
  const deleteOld = db
    .delete(passkeyChallenges)
    .where(sql`${passkeyChallenges.hash} IN (${oldChallenges})`)
    .prepare()

  /** Uses up the challenge, and stores the use; returns why that is not possible, and then nothing is changed. */
  function use({ challenge: hash, backedUp, now: at, ...used }: PasskeyUse): PasskeyUseRefusal | null {
    const now = at.getTime()
    if (findWaiting.get({ hash, now }) === undefined) return 'challenge_ended'
    if (recordUse.run({ ...used, backedUp: Number(backedUp), now }).changes === 0) return 'passkey_changed'
    deleteChallenge.run({ hash })
    return null
  }

  return {
    async insertChallenge(challenge) {
      db.insert(passkeyChallenges).values(challenge).run()
    },
    async findChallenge(hash) {
      return findChallenge.get({ hash }) ?? null
    },
    async deleteChallenge(hash) {
      deleteChallenge.run({ hash })
    },
    async findByCredential(credentialId) {
      return findByCredential.get({ credentialId }) ?? null
    },
    async listByUser(userId) {
      return listByUser.all({ userId })
    },
    async add({ passkey, challenge: hash, token, max, now }, recordAddition) {
      return write(() => {
        const { userId } = passkey
        if (!sessions.isHeld({ token, userId, now })) return 'session_ended'
        if (findWaiting.get({ hash, now: now.getTime() }) === undefined) return 'challenge_ended'
        if ((countOwn.get({ userId })?.found ?? 0) >= max) return 'too_many'
        const inserted = db
          .insert(passkeys)
          .values(passkey)
          .onConflictDoNothing({ target: passkeys.credentialId })
          .run()
        if (inserted.changes === 0) return 'credential_taken'
        deleteChallenge.run({ hash })
        record(recordAddition, passkey)
        return 'added'
      })
    },
    async signIn({ use: used, start }, recordStart) {
      return write(() => use(used) ?? record(recordStart, sessions.start(start)))
    },
    async stepUp({ use: used, rotation }, recordRotation) {
      return write(() => {
        if (!sessions.isCurrent(rotation)) return 'session_ended'
        const refusal = use(used)
        if (refusal !== null) return refusal
        sessions.rotate(rotation)
        record(recordRotation, rotation)
        return 'stepped_up'
      })
    },
    async rename({ id, userId }, name, recordName) {
      return write(() => {
        rename.run({ id, userId, name })
        const renamed = findOwn.get({ id, userId })
        return renamed === undefined ? null : record(recordName, renamed)
      })
    },
    async remove({ id, userId, usableProviders }, recordRemoval) {
      return write(() => {
        const passkey = findOwn.get({ id, userId })
        if (passkey === undefined) return 'unknown'
        const isUsable = and(eq(identities.userId, userId), inArray(identities.provider, [...usableProviders]))
        const remaining =
          findOtherOwn.get({ id, userId }) ??
          findPassword.get({ userId }) ??
          db.select({ id: identities.id }).from(identities).where(isUsable).limit(1).get()
        if (remaining === undefined) return 'last_sign_in_method'
        remove.run({ id, userId })
        record(recordRemoval, passkey)
        return 'removed'
      })
    },
    async deleteExpiredBefore(moment, limit) {
      return deleteOld.run({ moment: moment.getTime(), limit }).changes
    },
  }
}
