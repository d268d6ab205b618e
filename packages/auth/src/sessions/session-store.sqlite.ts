import { type LatchkeyDatabase, sessions, users } from '@latchkey/db'
import type { SignInMethod } from '@latchkey/schema'
import { and, desc, eq, gt, isNotNull, isNull, lt, lte, ne, sql } from 'drizzle-orm'
import type { UserId } from '../users/user.ts'
import { userFromRow } from '../users/user-row.sqlite.ts'
import type { Session, SessionId } from './session.ts'
import { endedNow } from './ended-columns.sqlite.ts'
import type { SessionStore } from './session-store.ts'
import type { TokenHash } from './session-token.ts'

type Row = typeof sessions.$inferSelect

const columns = {
  id: sessions.id,
  userId: sessions.userId,
  tokenHash: sessions.tokenHash,
  kind: sessions.kind,
  name: sessions.name,
  signInMethod: sessions.signInMethod,
  remembered: sessions.remembered,
  browser: sessions.browser,
  os: sessions.os,
  device: sessions.device,
  ip: sessions.ip,
  createdAt: sessions.createdAt,
  lastSeenAt: sessions.lastSeenAt,
  idleExpiresAt: sessions.idleExpiresAt,
  expiresAt: sessions.expiresAt,
  sudoUntil: sessions.sudoUntil,
}

/** Every statement is compiled once, here. Outside of an insert, Drizzle passes a placeholder's value on as it is. */
export function createSqliteSessionStore(db: LatchkeyDatabase): SessionStore {
  const p = sql.placeholder
  const live = isNull(sessions.endedAt)

  const insert = db
    .insert(sessions)
    .values({
      id: p('id'),
      userId: p('userId'),
      tokenHash: p('tokenHash'),
      kind: p('kind'),
      name: p('name'),
      signInMethod: p('signInMethod'),
      remembered: p('remembered'),
      browser: p('browser'),
      os: p('os'),
      device: p('device'),
      ip: p('ip'),
      createdAt: p('createdAt'),
      lastSeenAt: p('lastSeenAt'),
      idleExpiresAt: p('idleExpiresAt'),
      expiresAt: p('expiresAt'),
      // Drizzle does not map a placeholder to null, so this one is passed on as it is.
      sudoUntil: sql`${p('sudoUntil')}`,
    })
    .prepare()

  const findLive = db
    .select({ session: columns, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.tokenHash, p('tokenHash')), gt(sessions.idleExpiresAt, p('now'))))
    .prepare()

  const listLive = db
    .select(columns)
    .from(sessions)
    .where(and(eq(sessions.userId, p('userId')), live, gt(sessions.idleExpiresAt, p('now'))))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
    .prepare()

  const renew = db
    .update(sessions)
    .set({ idleExpiresAt: sql`min(max(idle_expires_at, ${p('idleExpiresAt')}), expires_at)` })
    .where(eq(sessions.tokenHash, p('tokenHash')))
    .prepare()

  const rotate = db
    .update(sessions)
    .set({ tokenHash: sql`${p('to')}`, sudoUntil: sql`${p('sudoUntil')}` })
    .where(eq(sessions.tokenHash, p('from')))
    .prepare()

  const endByToken = db
    .update(sessions)
    .set(endedNow())
    .where(eq(sessions.tokenHash, p('tokenHash')))
    .prepare()
  const end = db
    .update(sessions)
    .set(endedNow())
    .where(and(eq(sessions.id, p('id')), eq(sessions.userId, p('userId')), live))
    .returning({ endReason: sessions.endReason })
    .prepare()
  const owns = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.id, p('id')), eq(sessions.userId, p('userId'))))
    .prepare()
  const endAll = db
    .update(sessions)
    .set(endedNow())
    .where(and(eq(sessions.userId, p('userId')), live, ne(sessions.id, p('keep'))))
    .returning({ endReason: sessions.endReason })
    .prepare()

  const endOverdue = db
    .update(sessions)
    .set({
      tokenHash: null,
      endedAt: sql`idle_expires_at`,
      endReason: sql`CASE WHEN idle_expires_at = expires_at THEN 'expired' ELSE 'idle' END`,
    })
    .where(and(live, lte(sessions.idleExpiresAt, p('now'))))
    .prepare()

  const deleteEnded = db
    .delete(sessions)
    .where(and(isNotNull(sessions.endedAt), lt(sessions.endedAt, p('moment'))))
    .prepare()

  const recordSeen = db
    .update(sessions)
    .set({ lastSeenAt: sql`max(last_seen_at, ${p('lastSeenAt')})` })
    .where(and(eq(sessions.id, p('id')), live))
    .prepare()

  return {
    async insert(session) {
      insert.run({ ...session, sudoUntil: session.sudoUntil?.getTime() ?? null })
    },
    async findLive(tokenHash, now) {
      const row = findLive.get({ tokenHash, now: now.getTime() })
      return row === undefined ? null : { session: sessionFromRow(row.session), user: userFromRow(row.user) }
    },
    async listLive(userId, now) {
      return listLive.all({ userId, now: now.getTime() }).map(sessionFromRow)
    },
    async renew(tokenHash, idleExpiresAt) {
      renew.run({ tokenHash, idleExpiresAt: idleExpiresAt.getTime() })
    },
    async rotate({ from, to, sudoUntil }) {
      return rotate.run({ from, to, sudoUntil: sudoUntil.getTime() }).changes === 1
    },
    async endByToken(tokenHash, { at, reason, by }) {
      return endByToken.run({ tokenHash, at: at.getTime(), reason, by }).changes === 1
    },
    async end({ id, userId }, { at, reason, by }) {
      const row = end.get({ id, userId, at: at.getTime(), reason, by })
      if (row !== undefined) return row.endReason === reason ? 'ended' : 'already_ended'
      return owns.get({ id, userId }) === undefined ? 'unknown' : 'already_ended'
    },
    async endAll({ userId, keep }, { at, reason, by }) {
      const rows = endAll.all({ userId, keep: keep ?? '', at: at.getTime(), reason, by })
      return rows.filter((row) => row.endReason === reason).length
    },
    async endOverdue(now) {
      return endOverdue.run({ now: now.getTime() }).changes
    },
    async deleteEndedBefore(moment) {
      return deleteEnded.run({ moment: moment.getTime() }).changes
    },
    async recordSeen(seen) {
      db.transaction(() => {
        for (const [id, lastSeenAt] of seen) recordSeen.run({ id, lastSeenAt: lastSeenAt.getTime() })
      })
    },
  }
}

/** Only rows that have a token hash are read as sessions; the table's check holds that live ones do. */
function sessionFromRow(row: Omit<Row, 'endedAt' | 'endReason' | 'endedBy'>): Session {
  return {
    ...row,
    id: row.id as SessionId,
    userId: row.userId as UserId,
    tokenHash: row.tokenHash as TokenHash,
    signInMethod: row.signInMethod as SignInMethod,
  }
}
