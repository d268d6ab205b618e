import type { RefreshTokenStore } from '@latchkey/auth'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { SqliteEngine } from '../engine.ts'
import { refreshTokens } from '../tables/refresh-tokens.ts'
import { sessions } from '../tables/sessions.ts'
import { users } from '../tables/users.ts'
import { sessionColumns } from './session-columns.ts'

export function createSqliteRefreshTokenStore({ db, write }: SqliteEngine): RefreshTokenStore {
  const p = sql.placeholder
  const isLive = and(isNull(sessions.endedAt), gt(sessions.idleExpiresAt, p('now')))
  const find = db
    .select({ token: refreshTokens, session: sessionColumns, user: users, isLive: sql<number>`${isLive}` })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(refreshTokens.hash, p('hash')))
    .prepare()

  const liveSession = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.id, sql`${refreshTokens.sessionId}`), isLive))
  const use = db
    .update(refreshTokens)
    .set({ usedAt: sql`${p('now')}`, secretId: sql`${p('secretId')}` })
    .where(and(eq(refreshTokens.hash, p('hash')), isNull(refreshTokens.usedAt), sql`EXISTS ${liveSession}`))
    .returning({ sessionId: refreshTokens.sessionId })
    .prepare()
  const insert = db
    .insert(refreshTokens)
    .values({ hash: p('hash'), sessionId: p('sessionId'), createdAt: p('createdAt') })
    .prepare()

  return {
    async find(hash, now) {
      const row = find.get({ hash, now: now.getTime() })
      if (row === undefined) return null
      const { session, user } = row
      const { sessionId, usedAt, secretId } = row.token
      return {
        sessionId,
        used: usedAt === null || secretId === null ? null : { sessionId, usedAt, secretId },
        live: row.isLive === 1 ? { session, user } : null,
      }
    },
    async exchange({ hash, successor, secretId, now }) {
      return write(() => {
        const [used] = use.all({ hash, secretId, now: now.getTime() })
        if (used === undefined) return false
        insert.run({ hash: successor, sessionId: used.sessionId, createdAt: now })
        return true
      })
    },
  }
}
