import { type LatchkeyDatabase, refreshTokens, sessions, users } from '@latchkey/db'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { sessionColumns, sessionFromRow } from '../sessions/session-row.sqlite.ts'
import type { SessionId } from '../sessions/session.ts'
import { userFromRow } from '../users/user-row.sqlite.ts'
import type { RefreshTokenStore } from './refresh-token-store.ts'

export function createSqliteRefreshTokenStore(db: LatchkeyDatabase): RefreshTokenStore {
  const p = sql.placeholder
  const insert = db
    .insert(refreshTokens)
    .values({ hash: p('hash'), sessionId: p('sessionId'), createdAt: p('createdAt') })
    .prepare()
  const find = db
    .select({ token: refreshTokens, session: sessionColumns, user: users })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(refreshTokens.hash, p('hash')))
    .prepare()
  const live = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        eq(sessions.id, sql`${refreshTokens.sessionId}`),
        isNull(sessions.endedAt),
        gt(sessions.idleExpiresAt, p('now')),
      ),
    )
  const use = db
    .update(refreshTokens)
    .set({ usedAt: sql`${p('now')}`, secretId: sql`${p('secretId')}` })
    .where(and(eq(refreshTokens.hash, p('hash')), isNull(refreshTokens.usedAt), sql`EXISTS ${live}`))
    .returning({ sessionId: refreshTokens.sessionId })
    .prepare()

  return {
    async insert(token) {
      insert.run({ ...token })
    },
    async find(hash, now) {
      const row = find.get({ hash })
      if (row === undefined) return null
      const { usedAt, secretId } = row.token
      const sessionId = row.token.sessionId as SessionId
      const isLive = row.session.tokenHash !== null && row.session.idleExpiresAt > now
      return {
        sessionId,
        used: usedAt === null || secretId === null ? null : { sessionId, usedAt, secretId },
        live: isLive ? { session: sessionFromRow(row.session), user: userFromRow(row.user) } : null,
      }
    },
    async exchange({ hash, successor, secretId, now }) {
      return db.transaction(
        () => {
          const [used] = use.all({ hash, secretId, now: now.getTime() })
          if (used === undefined) return false
          insert.run({ hash: successor, sessionId: used.sessionId, createdAt: now })
          return true
        },
        { behavior: 'immediate' },
      )
    },
  }
}
