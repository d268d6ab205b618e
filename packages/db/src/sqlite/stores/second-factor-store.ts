import type { SecondFactorStore, SignInAttempt } from '@latchkey/auth'
import { and, asc, count, desc, eq, gt, lt, or, sql } from 'drizzle-orm'
import type { SqliteEngine } from '../engine.ts'
import { recoveryCodes, signInAttempts, totpCredentials, trustedDevices } from '../tables/second-factors.ts'

const totpColumns = {
  userId: totpCredentials.userId,
  sealedSecret: totpCredentials.sealedSecret,
  lastStep: totpCredentials.lastStep,
  createdAt: totpCredentials.createdAt,
}

const attemptColumns = {
  id: signInAttempts.id,
  userId: signInAttempts.userId,
  tokenHash: signInAttempts.tokenHash,
  method: signInAttempts.method,
  remember: signInAttempts.remember,
  clientId: signInAttempts.clientId,
  clientName: signInAttempts.clientName,
  createdAt: signInAttempts.createdAt,
  expiresAt: signInAttempts.expiresAt,
}

type AttemptRow = Omit<typeof signInAttempts.$inferSelect, 'tries'>

export function createSqliteSecondFactorStore({
  db,
  sessions,
  factors,
  write,
  record,
}: SqliteEngine): SecondFactorStore {
  const p = sql.placeholder
  const findTotp = db
    .select(totpColumns)
    .from(totpCredentials)
    .where(eq(totpCredentials.userId, p('userId')))
    .prepare()
  const countCodes = db
    .select({ left: count() })
    .from(recoveryCodes)
    .where(eq(recoveryCodes.userId, p('userId')))
    .prepare()
  const findCode = db
    .select()
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, p('userId')), eq(recoveryCodes.slot, p('slot'))))
    .prepare()
  const findAttempt = db
    .select(attemptColumns)
    .from(signInAttempts)
    .where(eq(signInAttempts.tokenHash, p('tokenHash')))
    .prepare()
  const isAttempt = eq(signInAttempts.id, p('id'))
  const countTry = db
    .update(signInAttempts)
    .set({ tries: sql`tries + 1` })
    .where(and(isAttempt, lt(signInAttempts.tries, p('max'))))
    .prepare()
  const findUsable = db
    .select({ id: signInAttempts.id })
    .from(signInAttempts)
    .where(and(isAttempt, eq(signInAttempts.userId, p('userId')), gt(signInAttempts.expiresAt, p('now'))))
    .prepare()
  const removeAttempt = db.delete(signInAttempts).where(isAttempt).prepare()
  const listTrusted = db
    .select()
    .from(trustedDevices)
    .where(and(eq(trustedDevices.userId, p('userId')), gt(trustedDevices.expiresAt, p('now'))))
    .orderBy(desc(trustedDevices.lastUsedAt), desc(trustedDevices.id))
    .prepare()
  const isTrusted = and(eq(trustedDevices.id, p('id')), eq(trustedDevices.userId, p('userId')))
  const findTrusted = db.select().from(trustedDevices).where(isTrusted).prepare()
  const removeTrusted = db.delete(trustedDevices).where(isTrusted).prepare()
  const listOtherwise = db
    .select({ userId: totpCredentials.userId, sealedSecret: totpCredentials.sealedSecret })
    .from(totpCredentials)
    .where(
      and(
        or(lt(totpCredentials.secretId, p('secretId')), gt(totpCredentials.secretId, p('secretId'))),
        gt(totpCredentials.userId, p('after')),
      ),
    )
    .orderBy(asc(totpCredentials.userId))
    .limit(p('limit'))
    .prepare()
  const reseal = db
    .update(totpCredentials)
    .set({ sealedSecret: sql`${p('to')}` })
    .where(and(eq(totpCredentials.userId, p('userId')), eq(totpCredentials.sealedSecret, p('from'))))
    .prepare()
  const oldAttempts = db
    .select({ id: signInAttempts.id })
    .from(signInAttempts)
    .where(lt(signInAttempts.expiresAt, p('moment')))
    .limit(p('limit'))
  const deleteOldAttempts = db
    .delete(signInAttempts)
    .where(sql`${signInAttempts.id} IN (${oldAttempts})`)
    .prepare()
  const oldTrusted = db
    .select({ id: trustedDevices.id })
    .from(trustedDevices)
    .where(lt(trustedDevices.expiresAt, p('moment')))
    .limit(p('limit'))
  const deleteOldTrusted = db
    .delete(trustedDevices)
    .where(sql`${trustedDevices.id} IN (${oldTrusted})`)
    .prepare()

  return {
    async findState(userId) {
      const totpSince = findTotp.get({ userId })?.createdAt ?? null
      return { totpSince, recoveryCodesLeft: countCodes.get({ userId })?.left ?? 0 }
    },
    async findTotp(userId) {
      return findTotp.get({ userId }) ?? null
    },
    async findRecoveryCode(userId, slot) {
      return findCode.get({ userId, slot }) ?? null
    },
    async addTotp({ totp, recoveryCodes: codes, rotation }, recordAddition) {
      return write(() => {
        if (findTotp.get({ userId: totp.userId }) !== undefined) return 'has_totp'
        if (!sessions.rotate(rotation)) return 'session_ended'
        db.insert(totpCredentials).values(totp).run()
        factors.replaceRecoveryCodes(totp.userId, codes)
        record(recordAddition, rotation)
        return 'added'
      })
    },
    async removeTotp(userId, recordRemoval) {
      return write(() => {
        if (!factors.removeTotp(userId)) return false
        record(recordRemoval, userId)
        return true
      })
    },
    async replaceRecoveryCodes({ userId, recoveryCodes: codes }, recordReplacement) {
      return write(() => {
        if (findTotp.get({ userId }) === undefined) return false
        factors.replaceRecoveryCodes(userId, codes)
        record(recordReplacement, userId)
        return true
      })
    },
    async findAttempt(tokenHash) {
      const row = findAttempt.get({ tokenHash })
      return row === undefined ? null : attemptOf(row)
    },
    async countTry(id, max) {
      return countTry.run({ id, max }).changes === 1
    },
    async complete({ id, userId, now, use, start, trust }, recordStart) {
      return write(() => {
        if (findUsable.get({ id, userId, now: now.getTime() }) === undefined) return 'attempt_ended'
        if (!factors.use(userId, use)) return 'code_used'
        removeAttempt.run({ id })
        if (trust !== null) db.insert(trustedDevices).values(trust).run()
        return record(recordStart, sessions.start(start))
      })
    },
    async stepUp({ userId, use, rotation }, recordRotation) {
      return write(() => {
        // A session that has ended uses up no code.
        if (!sessions.isCurrent(rotation) || !factors.use(userId, use)) return false
        sessions.rotate(rotation)
        record(recordRotation, rotation)
        return true
      })
    },
    async listTrustedDevices(userId, now) {
      return listTrusted.all({ userId, now: now.getTime() })
    },
    async removeTrustedDevice({ id, userId }, recordRemoval) {
      return write(() => {
        const device = findTrusted.get({ id, userId })
        if (device === undefined) return false
        removeTrusted.run({ id, userId })
        record(recordRemoval, device)
        return true
      })
    },
    async listTotpSealedOtherwise(id, after, limit) {
      return listOtherwise.all({ secretId: id, after: after ?? '', limit })
    },
    async resealTotp(changes) {
      return reseal.run(changes).changes === 1
    },
    async deleteExpiredBefore(moment, limit) {
      return write(() => {
        const bounds = { moment: moment.getTime(), limit }
        return deleteOldAttempts.run(bounds).changes + deleteOldTrusted.run(bounds).changes
      })
    },
  }
}

function attemptOf({ clientId, clientName, ...row }: AttemptRow): SignInAttempt {
  return { ...row, client: clientId === null || clientName === null ? null : { id: clientId, name: clientName } }
}
