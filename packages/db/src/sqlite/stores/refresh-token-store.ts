import type { RefreshTokenStore, UsedRefreshToken } from '@latchkey/auth'
import { and, desc, eq, gt, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { SqliteEngine } from '../engine.ts'
import { refreshTokens } from '../tables/refresh-tokens.ts'
import { sessions } from '../tables/sessions.ts'
import { sessionRecords } from '../tables/session-records.ts'
import { userColumns, users } from '../tables/users.ts'
import { sessionColumns } from './session-columns.ts'

export function createSqliteRefreshTokenStore({ db, write }: SqliteEngine): RefreshTokenStore {
  const p = sql.placeholder
  const isLive = and(isNull(sessions.endedAt), gt(sessions.idleExpiresAt, p('now')))
  const isLiveRecord = and(isNull(sessionRecords.endedAt), gt(sessionRecords.idleExpiresAt, p('now')))
  const findWhere = (isWanted: SQL) =>
    db
      .select({
        token: refreshTokens,
        session: sessionColumns,
        user: userColumns,
        isLive: sql<number>`${isLiveRecord}`,
      })
      .from(refreshTokens)
      .innerJoin(sessionRecords, eq(sessionRecords.id, refreshTokens.sessionId))
      .innerJoin(users, eq(users.number, sessionRecords.userNumber))
      .where(isWanted)
      .limit(1)
      .prepare()
  const find = findWhere(eq(refreshTokens.hash, p('hash')))
  const findRelative = findWhere(eq(refreshTokens.family, p('family')))

  const liveSession = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.id, sql`${refreshTokens.sessionId}`), isLive))
  const use = db
    .update(refreshTokens)
    .set({ usedAt: sql`${p('now')}`, secretId: sql`${p('secretId')}`, family: sql`${p('family')}` })
    .where(and(eq(refreshTokens.hash, p('hash')), isNull(refreshTokens.usedAt), sql`EXISTS ${liveSession}`))
    .returning({ sessionId: refreshTokens.sessionId })
    .prepare()
  const insert = db
    .insert(refreshTokens)
    .values({ hash: p('hash'), sessionId: p('sessionId'), family: p('family'), createdAt: p('createdAt') })
    .prepare()
  const isUsed = and(eq(refreshTokens.family, p('family')), isNotNull(refreshTokens.usedAt))
  const beyondMax = db
    .select({ hash: refreshTokens.hash })
    .from(refreshTokens)
    .where(isUsed)
    .orderBy(desc(refreshTokens.usedAt), desc(sql`rowid`))
    .limit(Number.MAX_SAFE_INTEGER)
    .offset(p('max'))
  const deleteUsed = db
    .delete(refreshTokens)
    .where(and(isUsed, or(lt(refreshTokens.usedAt, p('since')), sql`${refreshTokens.hash} IN (${beyondMax})`)))
    .prepare()

  return {
    async find({ hash, family }, now) {
      const stored = find.get({ hash, now: now.getTime() })
      const row = stored ?? findRelative.get({ family, now: now.getTime() })
      if (row === undefined) return null
      const { session, user } = row
      return {
        sessionId: row.token.sessionId,
        used: stored === undefined ? 'forgotten' : usedFromRow(row.token),
        live: row.isLive === 1 ? { session, user } : null,
      }
    },
    async exchange({ hash, family, successor, secretId, now, keepUsed }) {
      return write(() => {
        const [used] = use.all({ hash, family, secretId, now: now.getTime() })
        if (used === undefined) return false
        insert.run({ hash: successor, sessionId: used.sessionId, family, createdAt: now })
        deleteUsed.run({ family, since: keepUsed.since.getTime(), max: keepUsed.max })
        return true
      })
    },
  }
}

function usedFromRow({
  sessionId,
  usedAt,
  secretId,
  family,
}: typeof refreshTokens.$inferSelect): UsedRefreshToken | null {
  return usedAt === null || secretId === null ? null : { sessionId, usedAt, secretId, family }
}
