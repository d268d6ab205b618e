import type { Grant, GrantStore } from '@latchkey/auth'
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import { deviceFromRow, grantFromRow } from '../../rows/grant-from-row.ts'
import type { SqliteEngine } from '../engine.ts'
import { grants } from '../tables/grants.ts'
import { sessions } from '../tables/sessions.ts'
import { bytesOfHash, hasTokenHash } from '../tables/token-hash.ts'
import { userColumns, users } from '../tables/users.ts'
import { numberOf } from './session-columns.ts'

export function createSqliteGrantStore({ db, sessions: writer, write, record }: SqliteEngine): GrantStore {
  const p = sql.placeholder
  const approverIsLive = and(
    eq(sessions.id, sql`${grants.approvedBy}`),
    eq(sessions.userNumber, numberOf(sql`${grants.userId}`)),
    isNull(sessions.endedAt),
    gt(sessions.idleExpiresAt, p('now')),
  )
  const find = db
    .select({ grant: grants, approver: userColumns })
    .from(grants)
    .leftJoin(sessions, approverIsLive)
    .leftJoin(users, eq(users.number, sessions.userNumber))
    .where(eq(grants.hash, p('hash')))
    .prepare()

  const isWaiting = and(
    eq(grants.userCodeHash, p('userCode')),
    isNull(grants.userId),
    isNull(grants.deniedAt),
    gt(grants.expiresAt, p('now')),
  )
  const findWaiting = db.select().from(grants).where(isWaiting).prepare()
  const tokenHolder = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        hasTokenHash(sessions, p('token')),
        eq(sessions.id, p('sessionId')),
        eq(sessions.userNumber, numberOf(p('userId'))),
        gt(sessions.idleExpiresAt, p('now')),
      ),
    )
  const findTokenHolder = tokenHolder.prepare()
  const decide = db
    .update(grants)
    .set({
      userId: sql`${p('userId')}`,
      approvedBy: sql`${p('sessionId')}`,
      expiresAt: sql`min(expires_at, coalesce(${p('redeemableUntil')}, expires_at))`,
      deniedAt: sql`CASE WHEN ${p('userId')} IS NULL THEN ${p('now')} END`,
    })
    .where(and(isWaiting, sql`(${p('userId')} IS NULL OR EXISTS ${tokenHolder})`))
    .prepare()

  const liveApprover = db.select({ id: sessions.id }).from(sessions).where(approverIsLive)
  const redeem = db
    .update(grants)
    .set({ usedAt: sql`${p('now')}`, sessionId: sql`${p('sessionId')}` })
    .where(
      and(
        eq(grants.hash, p('hash')),
        isNull(grants.usedAt),
        gt(grants.expiresAt, p('now')),
        eq(grants.userId, p('userId')),
        sql`EXISTS ${liveApprover}`,
      ),
    )
    .prepare()

  const old = db
    .select({ hash: grants.hash })
    .from(grants)
    .where(lt(grants.expiresAt, p('moment')))
    .limit(p('limit'))
  const deleteOld = db
    .delete(grants)
    .where(sql`${grants.hash} IN (${old})`)
    .prepare()

  return {
    async insert(device) {
      const row = { ...commonColumns(device), userCodeHash: device.userCodeHash, ip: device.ip, device: device.device }
      const inserted = db.insert(grants).values(row).onConflictDoNothing({ target: grants.userCodeHash }).run()
      return inserted.changes === 1
    },
    async insertApproved(code, token, recordApproval) {
      const { approval, requestedAt, redirectUri, codeChallenge } = code
      return write(() => {
        if (findTokenHolder.get({ ...approval, token: bytesOfHash(token), now: requestedAt.getTime() }) === undefined)
          return false
        const approved = { userId: approval.userId, approvedBy: approval.sessionId }
        db.insert(grants)
          .values({ ...commonColumns(code), ...approved, redirectUri, codeChallenge })
          .run()
        record(recordApproval, code)
        return true
      })
    },
    async find(hash, now) {
      const row = find.get({ hash, now: now.getTime() })
      if (row === undefined) return null
      return { grant: grantFromRow(row.grant), approver: row.approver, session: row.grant.sessionId }
    },
    async findWaiting(userCode, now) {
      const row = findWaiting.get({ userCode, now: now.getTime() })
      return row === undefined ? null : deviceFromRow(row)
    },
    async decide(userCode, approval, now, recordDecision) {
      const { userId, sessionId, token, redeemableUntil } = approval ?? denial
      const values = {
        userCode,
        userId,
        sessionId,
        token: token && bytesOfHash(token),
        redeemableUntil: redeemableUntil?.getTime() ?? null,
      }
      return write(() => {
        if (decide.run({ ...values, now: now.getTime() }).changes === 0) return false
        record(recordDecision, approval)
        return true
      })
    },
    async redeem({ hash, start, now }, recordStart) {
      return write(() => {
        const { id: sessionId, userId } = start.session
        if (redeem.run({ hash, sessionId, userId, now: now.getTime() }).changes === 0) return null
        return record(recordStart, writer.start(start))
      })
    },
    async deleteExpiredBefore(moment, limit) {
      return deleteOld.run({ moment: moment.getTime(), limit }).changes
    },
  }
}

const denial = { userId: null, sessionId: null, token: null, redeemableUntil: null }

function commonColumns({ hash, kind, clientId, requestedAt, expiresAt }: Grant) {
  return { hash, kind, clientId, requestedAt, expiresAt }
}
