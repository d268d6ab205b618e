import { grants, type LatchkeyDatabase, sessions, users } from '@latchkey/db'
import type { EndReason } from '@latchkey/schema'
import { and, desc, eq, gt, isNotNull, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import { notPickedUp } from '../grants/not-picked-up.sqlite.ts'
import type { UserId } from '../users/user.ts'
import { userFromRow } from '../users/user-row.sqlite.ts'
import { endedFor, endedNow, endedReturning } from './ended-columns.sqlite.ts'
import type { EndedSession, SessionId } from './session.ts'
import { type EndedRow, endedFromRow, recordColumns, sessionColumns, sessionFromRow } from './session-row.sqlite.ts'
import type { SessionStore } from './session-store.ts'

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
      clientId: sql`${p('clientId')}`,
      name: p('name'),
      givenName: sql`${p('givenName')}`,
      signInMethod: p('signInMethod'),
      remembered: p('remembered'),
      browser: p('browser'),
      os: p('os'),
      device: p('device'),
      ip: p('ip'),
      deviceFamily: p('deviceFamily'),
      network: p('network'),
      newDevice: p('newDevice'),
      newNetwork: p('newNetwork'),
      createdAt: p('createdAt'),
      lastSeenAt: p('lastSeenAt'),
      idleExpiresAt: p('idleExpiresAt'),
      expiresAt: p('expiresAt'),
      // Drizzle does not map a placeholder to null, so this one is passed on as it is.
      sudoUntil: sql`${p('sudoUntil')}`,
    })
    .prepare()

  const findLive = db
    .select({ session: sessionColumns, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.tokenHash, p('tokenHash')), gt(sessions.idleExpiresAt, p('now'))))
    .prepare()

  const findLiveById = db
    .select({ session: sessionColumns, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, p('id')), eq(sessions.userId, p('userId')), live, gt(sessions.idleExpiresAt, p('now'))))
    .prepare()

  const listLive = db
    .select(sessionColumns)
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
    .returning(endedReturning)
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
    .returning(endedReturning)
    .prepare()
  const takeBack = db
    .delete(grants)
    .where(notPickedUp(p('userId')))
    .prepare()

  const seenLeast = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, p('userId')), live, gt(sessions.idleExpiresAt, p('at')), ne(sessions.id, p('keep'))))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
    .limit(Number.MAX_SAFE_INTEGER)
    .offset(p('others'))
  const endBeyond = db
    .update(sessions)
    .set(endedNow())
    .where(sql`${sessions.id} IN (${seenLeast})`)
    .returning(endedReturning)
    .prepare()

  const overdue = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(live, lte(sessions.idleExpiresAt, p('at'))))
    .limit(p('limit'))
  const endOverdue = db
    .update(sessions)
    .set(endedNow({ at: p('at'), reason: sql`'idle'`, by: null }))
    .where(sql`${sessions.id} IN (${overdue})`)
    .returning({ ...endedReturning, userId: sessions.userId, endedAt: sessions.endedAt })
    .prepare()

  const old = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(isNotNull(sessions.endedAt), lt(sessions.endedAt, p('moment'))))
    .limit(p('limit'))
  const deleteEnded = db
    .delete(sessions)
    .where(sql`${sessions.id} IN (${old})`)
    .prepare()

  const ender = alias(sessions, 'ender')
  const endedColumns = {
    session: recordColumns,
    // What time has ended is over whether or not it is on record yet.
    endedAt: sql<Date>`coalesce(${sessions.endedAt}, ${sessions.idleExpiresAt})`.mapWith(sessions.endedAt),
    endReason: sql<string>`coalesce(${sessions.endReason},
      CASE WHEN ${sessions.idleExpiresAt} = ${sessions.expiresAt} THEN 'expired' ELSE 'idle' END)`,
    endedBy: sessions.endedBy,
    endedByName: sql<string | null>`coalesce(${ender.givenName}, ${ender.name})`,
  }
  const over = or(isNotNull(sessions.endedAt), lte(sessions.idleExpiresAt, p('now')))
  const ended = () =>
    db
      .select(endedColumns)
      .from(sessions)
      .leftJoin(ender, and(eq(ender.id, sessions.endedBy), eq(ender.userId, sessions.userId)))
      .$dynamic()
  const findEnded = ended()
    .where(and(eq(sessions.id, p('id')), over))
    .prepare()
  const findEndedByToken = ended()
    .where(eq(sessions.endedTokenHash, p('tokenHash')))
    .prepare()
  const findOverdueByToken = ended()
    .where(and(eq(sessions.tokenHash, p('tokenHash')), over))
    .prepare()
  const listEnded = ended()
    .where(
      and(
        eq(sessions.userId, p('userId')),
        isNotNull(sessions.endedAt),
        sql`(${sessions.endedAt}, ${sessions.id}) < (${p('endedAt')}, ${p('id')})`,
      ),
    )
    .orderBy(desc(sessions.endedAt), desc(sessions.id))
    .limit(p('limit'))
    .prepare()

  const anyWith = (condition: SQL | undefined) =>
    sql<number>`EXISTS (SELECT 1 FROM ${sessions} WHERE ${and(eq(sessions.userId, p('userId')), condition)})`
  const known = db
    .select({
      anyDevice: anyWith(undefined),
      device: anyWith(eq(sessions.deviceFamily, p('deviceFamily'))),
      anyNetwork: anyWith(isNotNull(sessions.network)),
      network: anyWith(eq(sessions.network, p('network'))),
    })
    .from(sql`(SELECT 1)`)
    .prepare()

  const rename = db
    .update(sessions)
    .set({ givenName: sql`${p('givenName')}` })
    .where(and(eq(sessions.id, p('id')), eq(sessions.userId, p('userId')), live, gt(sessions.idleExpiresAt, p('now'))))
    .returning(sessionColumns)
    .prepare()

  const recordSeen = db
    .update(sessions)
    .set({ lastSeenAt: sql`max(last_seen_at, ${p('lastSeenAt')})`, ip: sql`${p('ip')}` })
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
    async findLiveById({ id, userId }, now) {
      const row = findLiveById.get({ id, userId, now: now.getTime() })
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
      const [row] = end.all({ id, userId, at: at.getTime(), reason, by })
      if (row !== undefined) return endedFor(reason, [row])[0] ?? 'already_ended'
      return owns.get({ id, userId }) === undefined ? 'unknown' : 'already_ended'
    },
    async endAll({ userId, keep }, { at, reason, by }) {
      return db.transaction(
        () => {
          takeBack.run({ userId })
          return endedFor(reason, endAll.all({ userId, keep: keep ?? '', at: at.getTime(), reason, by }))
        },
        { behavior: 'immediate' },
      )
    },
    async endBeyond({ userId, keep, max }, { at, reason, by }) {
      return endedFor(reason, endBeyond.all({ userId, keep, others: max - 1, at: at.getTime(), reason, by }))
    },
    async endOverdue(now, limit) {
      return endOverdue.all({ at: now.getTime(), limit }).map(({ id, name, userId, endedAt, endReason }) => ({
        id: id as SessionId,
        name,
        userId: userId as UserId,
        ending: { at: endedAt ?? now, reason: endReason as EndReason, by: null },
      }))
    },
    async deleteEndedBefore(moment, limit) {
      return deleteEnded.run({ moment: moment.getTime(), limit }).changes
    },
    async listEnded(userId, after, limit) {
      const { endedAt, id } = after ?? { endedAt: null, id: '' }
      return listEnded.all({ userId, endedAt: endedAt?.getTime() ?? farAhead, id, limit }).map(endedFromRow)
    },
    async findEnded(id, now) {
      return endedOrNull(findEnded.get({ id, now: now.getTime() }))
    },
    async findEndedByToken(tokenHash, now) {
      const row = findEndedByToken.get({ tokenHash }) ?? findOverdueByToken.get({ tokenHash, now: now.getTime() })
      return endedOrNull(row)
    },
    async whatIsNew(userId, { deviceFamily, network }) {
      const seen = known.get({ userId, deviceFamily, network })
      return {
        newDevice: seen?.anyDevice === 1 && seen.device === 0,
        newNetwork: network !== null && seen?.anyNetwork === 1 && seen.network === 0,
      }
    },
    async rename({ id, userId }, givenName, now) {
      const [row] = rename.all({ id, userId, givenName, now: now.getTime() })
      return row === undefined ? null : sessionFromRow(row)
    },
    async recordSeen(seen) {
      db.transaction(() => {
        for (const [id, { at, ip }] of seen) recordSeen.run({ id, lastSeenAt: at.getTime(), ip })
      })
    },
  }
}

/** After every session that can have ended: a page without a position begins there. */
const farAhead = Number.MAX_SAFE_INTEGER

function endedOrNull(row: EndedRow | undefined): EndedSession | null {
  return row === undefined ? null : endedFromRow(row)
}
