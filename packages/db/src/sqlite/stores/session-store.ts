import { type EndedSession, overdueEnding, type SessionRecord, type SessionStore } from '@latchkey/auth'
import type { EndReason, SessionId } from '@latchkey/schema'
import { and, desc, eq, gt, isNotNull, isNull, lt, lte, sql } from 'drizzle-orm'
import type { SqliteEngine } from '../engine.ts'
import { sessionRecords } from '../tables/session-records.ts'
import { sessions } from '../tables/sessions.ts'
import { bytesOfHash, hasTokenHash } from '../tables/token-hash.ts'
import { users } from '../tables/users.ts'
import { createKnownOriginsReader } from './known-origins.ts'
import { numberOf, recordColumns, sessionColumns } from './session-columns.ts'
import { LiveSessions } from './live-sessions.ts'
import { endableColumns } from './session-writer.ts'

/** Every statement is compiled once, here. Outside of an insert, Drizzle passes a placeholder's value on as it is. */
export function createSqliteSessionStore({ db, sessions: writer, write, record }: SqliteEngine): SessionStore {
  const p = sql.placeholder
  const hasNoEnding = isNull(sessions.endedAt)
  const isLive = and(hasNoEnding, gt(sessions.idleExpiresAt, p('now')))
  const isTarget = and(eq(sessions.id, p('id')), eq(sessions.userNumber, numberOf(p('userId'))))

  const live = new LiveSessions(db)
  const listLive = db
    .select(sessionColumns)
    .from(sessionRecords)
    .where(
      and(
        eq(sessionRecords.userNumber, numberOf(p('userId'))),
        isNull(sessionRecords.endedAt),
        gt(sessionRecords.idleExpiresAt, p('now')),
      ),
    )
    .orderBy(desc(sessionRecords.lastSeenAt), desc(sessionRecords.id))
    .prepare()

  const selectEnded = () =>
    db
      .select({
        session: recordColumns,
        endedAt: sessionRecords.endedAt,
        endReason: sessionRecords.endReason,
        endedBy: sessionRecords.endedBy,
        enderName: sql<string | null>`(
          SELECT coalesce(ender.given_name, ender.name) FROM ${sessionRecords} AS ender
          WHERE ender.id = session_records.ended_by AND ender.user_number = session_records.user_number
        )`,
      })
      .from(sessionRecords)
      .$dynamic()
  const findById = selectEnded()
    .where(eq(sessionRecords.id, p('id')))
    .prepare()
  const endedToken = { tokenKey: sessionRecords.endedTokenKey, tokenHash: sessionRecords.endedTokenHash }
  const findByEndedToken = selectEnded()
    .where(hasTokenHash(endedToken, p('tokenHash')))
    .prepare()
  const findByToken = selectEnded()
    .where(hasTokenHash(sessionRecords, p('tokenHash')))
    .prepare()
  const listEnded = selectEnded()
    .where(
      and(
        eq(sessionRecords.userNumber, numberOf(p('userId'))),
        isNotNull(sessionRecords.endedAt),
        sql`(${sessionRecords.endedAt}, ${sessionRecords.id}) < (${p('endedAt')}, ${p('id')})`,
      ),
    )
    .orderBy(desc(sessionRecords.endedAt), desc(sessionRecords.id))
    .limit(p('limit'))
    .prepare()

  const findKnownOrigins = createKnownOriginsReader(db)

  const renew = db
    .update(sessions)
    .set({ idleExpiresAt: sql`min(max(idle_expires_at, ${p('idleExpiresAt')}), expires_at)` })
    .where(hasTokenHash(sessions, p('tokenHash')))
    .prepare()
  const rename = db
    .update(sessions)
    .set({ givenName: sql`${p('givenName')}` })
    .where(and(isTarget, isLive))
    .prepare()
  const findRenamed = db
    .select(sessionColumns)
    .from(sessionRecords)
    .where(eq(sessionRecords.id, p('id')))
    .prepare()
  const changeRole = db
    .update(users)
    .set({ role: sql`${p('role')}` })
    .where(eq(users.id, p('userId')))
    .prepare()

  const isOwned = db.select({ id: sessions.id }).from(sessions).where(isTarget).prepare()
  const findOverdue = db
    .select({ ...endableColumns, userId: sessionRecords.userId })
    .from(sessionRecords)
    .where(and(isNull(sessionRecords.endedAt), lte(sessionRecords.idleExpiresAt, p('now'))))
    .limit(p('limit'))
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

  return {
    async findLive(tokenHash, now) {
      return live.findByToken(tokenHash, now)
    },
    async findLiveById(target, now) {
      return live.findById(target, now)
    },
    async listLive(userId, now) {
      return listLive.all({ userId, now: now.getTime() })
    },
    async listEnded(userId, after, limit) {
      const { endedAt, id } = after ?? { endedAt: null, id: '' }
      const rows = listEnded.all({ userId, endedAt: endedAt?.getTime() ?? endOfTime, id, limit })
      return rows.flatMap((row) => endedFromRow(row, null) ?? [])
    },
    async findEnded(id, now) {
      return endedFromRow(findById.get({ id }), now)
    },
    async findEndedByToken(tokenHash, now) {
      const bytes = { tokenHash: bytesOfHash(tokenHash) }
      return endedFromRow(findByEndedToken.get(bytes) ?? findByToken.get(bytes), now)
    },
    async findKnownOrigins(userId, { deviceFamily, network }) {
      return findKnownOrigins({ userId, deviceFamily, network })
    },
    async start(start, recordStart) {
      return write(() => record(recordStart, writer.start(start)))
    },
    async rename({ id, userId }, givenName, now, recordRename) {
      return write(() => {
        if (rename.run({ id, userId, givenName, now: now.getTime() }).changes === 0) return null
        const session = findRenamed.get({ id })
        return session === undefined ? null : record(recordRename, session)
      })
    },
    async renew(tokenHash, idleExpiresAt) {
      renew.run({ tokenHash: bytesOfHash(tokenHash), idleExpiresAt: idleExpiresAt.getTime() })
    },
    async rotate(rotation, recordRotation) {
      return write(() => {
        if (!writer.rotate(rotation)) return false
        record(recordRotation, rotation)
        return true
      })
    },
    async end({ id, userId }, ending, recordEnding) {
      return write(() => {
        const ended = writer.end({ id, userId }, ending)
        if (ended !== null) return record(recordEnding, ended)
        return isOwned.get({ id, userId }) === undefined ? 'unknown' : 'already_ended'
      })
    },
    async endAll(target, ending, recordEndings) {
      return write(() => {
        writer.deleteUnfinished(target.userId)
        return record(recordEndings, writer.endAll(target, ending))
      })
    },
    async changeRole({ userId, role, ending }, recordEndings) {
      return write(() => {
        changeRole.run({ userId, role })
        return record(recordEndings, writer.endAll({ userId, keep: null }, ending))
      })
    },
    async endOverdue(now, limit, recordEndings) {
      return write(() => {
        const overdue = findOverdue.all({ now: now.getTime(), limit }).flatMap((session) => {
          const ending = overdueEnding(session, now)
          if (ending === null || !writer.storeEnding(session.id, ending)) return []
          const { id, name, userId } = session
          return [{ id, name, userId, ending }]
        })
        return record(recordEndings, overdue)
      })
    },
    async deleteEndedBefore(moment, limit) {
      return deleteEnded.run({ moment: moment.getTime(), limit }).changes
    },
    async recordSeen(sightings) {
      write(() => {
        writer.recordSeen(sightings)
      })
    },
  }
}

/** After every moment at which a session can have ended: a page without a position begins here. */
const endOfTime = Number.MAX_SAFE_INTEGER

interface EndedRow {
  readonly session: SessionRecord
  readonly endedAt: Date | null
  readonly endReason: EndReason | null
  readonly endedBy: SessionId | null
  readonly enderName: string | null
}

/** Returns how a session ended, on record or by time at `now`; `null` while it is live. */
function endedFromRow(row: EndedRow | undefined, now: Date | null): EndedSession | null {
  if (row === undefined) return null
  const { session, endedAt, endReason, endedBy, enderName } = row
  if (endedAt !== null && endReason !== null) {
    const by = endedBy === null || enderName === null ? null : { id: endedBy, name: enderName }
    return { ...session, endedAt, endReason, endedBy: by }
  }
  const overdue = now === null ? null : overdueEnding(session, now)
  return overdue === null ? null : { ...session, endedAt: overdue.at, endReason: overdue.reason, endedBy: null }
}
