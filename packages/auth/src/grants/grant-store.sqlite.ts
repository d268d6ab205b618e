import { grants, type LatchkeyDatabase, refreshTokens, sessions, users } from '@latchkey/db'
import { and, eq, gt, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { SessionId } from '../sessions/session.ts'
import type { UserId } from '../users/user.ts'
import { userFromRow } from '../users/user-row.sqlite.ts'
import type { DeviceGrant, Grant, GrantHash, UserCodeHash } from './grant.ts'
import type { GrantStore } from './grant-store.ts'

type Row = typeof grants.$inferSelect

export function createSqliteGrantStore(db: LatchkeyDatabase): GrantStore {
  const p = sql.placeholder
  const approverLives: SQL | undefined = and(
    eq(sessions.id, sql`${grants.approvedBy}`),
    eq(sessions.userId, sql`${grants.userId}`),
    isNull(sessions.endedAt),
    gt(sessions.idleExpiresAt, p('now')),
  )

  const find = db
    .select({ grant: grants, approver: users })
    .from(grants)
    .leftJoin(sessions, approverLives)
    .leftJoin(users, eq(users.id, sessions.userId))
    .where(eq(grants.hash, p('hash')))
    .prepare()

  const undecided = and(
    eq(grants.userCodeHash, p('userCode')),
    isNull(grants.userId),
    isNull(grants.deniedAt),
    gt(grants.expiresAt, p('now')),
  )
  const findWaiting = db.select().from(grants).where(undecided).prepare()
  const holder = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        eq(sessions.tokenHash, p('token')),
        eq(sessions.id, p('sessionId')),
        eq(sessions.userId, p('userId')),
        gt(sessions.idleExpiresAt, p('now')),
      ),
    )
  const holds = holder.prepare()
  const decide = db
    .update(grants)
    .set({
      userId: sql`${p('userId')}`,
      approvedBy: sql`${p('sessionId')}`,
      expiresAt: sql`min(expires_at, coalesce(${p('goodUntil')}, expires_at))`,
      deniedAt: sql`CASE WHEN ${p('userId')} IS NULL THEN ${p('now')} END`,
    })
    .where(and(undecided, sql`(${p('userId')} IS NULL OR EXISTS ${holder})`))
    .prepare()

  const approver = db.select({ id: sessions.id }).from(sessions).where(approverLives)
  const use = db
    .update(grants)
    .set({ usedAt: sql`${p('now')}`, sessionId: sql`${p('sessionId')}` })
    .where(
      and(
        eq(grants.hash, p('hash')),
        isNull(grants.usedAt),
        gt(grants.expiresAt, p('now')),
        eq(grants.userId, p('userId')),
        sql`EXISTS ${approver}`,
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
      const inserted = db
        .insert(grants)
        .values(rowOf(device))
        .onConflictDoNothing({ target: grants.userCodeHash })
        .run()
      return inserted.changes === 1
    },
    async insertApproved(code, token) {
      const { approval, askedAt } = code
      return db.transaction(
        (tx) => {
          if (holds.get({ ...approval, token, now: askedAt.getTime() }) === undefined) return false
          tx.insert(grants).values(rowOf(code)).run()
          return true
        },
        { behavior: 'immediate' },
      )
    },
    async find(hash, now) {
      const row = find.get({ hash, now: now.getTime() })
      if (row === undefined) return null
      return {
        grant: grantFromRow(row.grant),
        approver: row.approver === null ? null : userFromRow(row.approver),
        session: row.grant.sessionId as SessionId | null,
      }
    },
    async findWaiting(userCode, now) {
      const row = findWaiting.get({ userCode, now: now.getTime() })
      return row === undefined ? null : deviceFromRow(row)
    },
    async decide(userCode, approval, now) {
      const { userId, sessionId, token, goodUntil } = approval ?? nobody
      const until = goodUntil?.getTime() ?? null
      return decide.run({ userCode, userId, sessionId, token, goodUntil: until, now: now.getTime() }).changes === 1
    },
    async exchange({ hash, session, refreshToken, now }) {
      return db.transaction(
        (tx) => {
          const { id: sessionId, userId } = session
          if (use.run({ hash, sessionId, userId, now: now.getTime() }).changes === 0) return false
          tx.insert(sessions).values(session).run()
          tx.insert(refreshTokens).values({ hash: refreshToken, sessionId, createdAt: now }).run()
          return true
        },
        { behavior: 'immediate' },
      )
    },
    async deleteExpiredBefore(moment, limit) {
      return deleteOld.run({ moment: moment.getTime(), limit }).changes
    },
  }
}

const nobody = { userId: null, sessionId: null, token: null, goodUntil: null }

function rowOf(grant: Grant): typeof grants.$inferInsert {
  const { hash, kind, clientId, askedAt, expiresAt, approval } = grant
  const common = { hash, kind, clientId, askedAt, expiresAt }
  const approved = { userId: approval?.userId ?? null, approvedBy: approval?.sessionId ?? null }
  if (grant.kind === 'code') {
    return { ...common, ...approved, redirectUri: grant.redirectUri, codeChallenge: grant.codeChallenge }
  }
  return { ...common, ...approved, userCodeHash: grant.userCodeHash, ip: grant.ip, device: grant.device }
}

function grantFromRow(row: Row): Grant {
  if (row.kind === 'device') return deviceFromRow(row)
  const approval = approvalFromRow(row)
  const { redirectUri, codeChallenge } = row
  if (approval === null || redirectUri === null || codeChallenge === null)
    throw new TypeError('a code without its parts')
  return { ...factsFromRow(row), kind: 'code', redirectUri, codeChallenge, approval }
}

function deviceFromRow(row: Row): DeviceGrant {
  const { userCodeHash, device, ip, deniedAt } = row
  if (userCodeHash === null || device === null) throw new TypeError('a device without its parts')
  return {
    ...factsFromRow(row),
    kind: 'device',
    userCodeHash: userCodeHash as UserCodeHash,
    ip,
    device,
    approval: approvalFromRow(row),
    denied: deniedAt !== null,
  }
}

function factsFromRow({
  hash,
  clientId,
  askedAt,
  expiresAt,
}: Row): Pick<Grant, 'hash' | 'clientId' | 'askedAt' | 'expiresAt'> {
  return { hash: hash as GrantHash, clientId, askedAt, expiresAt }
}

function approvalFromRow({ userId, approvedBy }: Row): Grant['approval'] {
  if (userId === null || approvedBy === null) return null
  return { userId: userId as UserId, sessionId: approvedBy as SessionId }
}
