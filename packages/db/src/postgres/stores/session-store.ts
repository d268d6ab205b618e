import { type EndedSession, overdueEnding, type Session, type SessionStore } from '@latchkey/auth'
import type { PostgresEngine } from '../engine.ts'
import { signalSessions } from '../session-signals.ts'
import { statement } from '../statement.ts'
import { liveColumn, liveFromJson, type LiveJson } from './live-json.ts'
import {
  deleteUnfinished,
  endAllOf,
  endLocked,
  type LockedSession,
  lockedColumns,
  lockForStart,
  lockUsers,
  putOnRecord,
  recordSeen,
  rotate,
  startSession,
} from './session-changes.ts'
import { endedColumns, endedFromRow, type EndedRow, sessionColumns } from './session-rows.ts'

const live = `SELECT ${liveColumn} FROM sessions s JOIN users u ON u.id = s.user_id`
const findLive = statement<LiveJson>(`${live} WHERE s.token_hash = $1 AND s.idle_expires_at > $2`)
const findLiveById = statement<LiveJson>(
  `${live} WHERE s.id = $1 AND s.user_id = $2 AND s.ended_at IS NULL AND s.idle_expires_at > $3`,
)
const listLive = statement<Session>(`
  SELECT ${sessionColumns} FROM sessions s WHERE user_id = $1 AND ended_at IS NULL AND idle_expires_at > $2
  ORDER BY last_seen_at DESC, id DESC`)

const ended = `SELECT ${endedColumns} FROM sessions s`
const findEnded = statement<EndedRow>(`${ended} WHERE s.id = $1`)
// At most one of the two is there.
const findEndedByToken = statement<EndedRow>(
  `${ended} WHERE s.ended_token_hash = $1 UNION ALL ${ended} WHERE s.token_hash = $1`,
)
const listEnded = statement<EndedRow>(`
  ${ended} WHERE s.user_id = $1 AND s.ended_at IS NOT NULL AND (s.ended_at, s.id) < ($2, $3)
  ORDER BY s.ended_at DESC, s.id DESC LIMIT $4`)
const findKnownOrigins = statement<{
  hasSession: boolean
  hasDeviceFamily: boolean
  hasNetwork: boolean
  hasSameNetwork: boolean
}>(`
  SELECT
    EXISTS (SELECT FROM sessions WHERE user_id = $1) AS "hasSession",
    EXISTS (SELECT FROM sessions WHERE user_id = $1 AND device_family = $2) AS "hasDeviceFamily",
    EXISTS (SELECT FROM sessions WHERE user_id = $1 AND network IS NOT NULL) AS "hasNetwork",
    EXISTS (SELECT FROM sessions WHERE user_id = $1 AND network = $3) AS "hasSameNetwork"`)

const renewal = statement(`
  UPDATE sessions SET idle_expires_at = least(greatest(idle_expires_at, $2), expires_at) WHERE token_hash = $1`)
const rename = statement<Session>(`
  UPDATE sessions s SET given_name = $3
  WHERE s.id = $1 AND s.user_id = $2 AND s.ended_at IS NULL AND s.idle_expires_at > $4 RETURNING ${sessionColumns}`)
const changeRole = statement('UPDATE users SET role = $2 WHERE id = $1')
const lockOne = statement<LockedSession>(
  `SELECT ${lockedColumns} FROM sessions WHERE id = $1 AND user_id = $2 AND ended_at IS NULL FOR NO KEY UPDATE`,
)
const isOwned = statement<object>('SELECT FROM sessions WHERE id = $1 AND user_id = $2')
// Two sweeps each take what the other has not: none waits for the other, and none ends a session twice.
const lockOverdue = statement<LockedSession>(`
  SELECT ${lockedColumns} FROM sessions WHERE ended_at IS NULL AND idle_expires_at <= $1
  ORDER BY idle_expires_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`)
const deleteEnded = statement(`
  DELETE FROM sessions WHERE id = ANY (
    ARRAY (SELECT id FROM sessions WHERE ended_at < $1 ORDER BY ended_at LIMIT $2 FOR UPDATE SKIP LOCKED)
  )`)

/** After every moment at which a session can have ended: a page without a position begins here. */
const endOfTime = 'infinity'

export function createPostgresSessionStore({ reads, writes, transaction, record }: PostgresEngine): SessionStore {
  return {
    async findLive(tokenHash, now) {
      return liveFromJson(await reads.row(findLive, tokenHash, now))
    },
    async findLiveById({ id, userId }, now) {
      return liveFromJson(await reads.row(findLiveById, id, userId, now))
    },
    listLive: (userId, now) => reads.rows(listLive, userId, now),
    async listEnded(userId, after, limit) {
      const rows = await reads.rows(listEnded, userId, after?.endedAt ?? endOfTime, after?.id ?? '', limit)
      return rows.flatMap((row): readonly EndedSession[] => {
        const session = endedFromRow(row, null)
        return session === null ? [] : [session]
      })
    },
    async findEnded(id, now) {
      return endedFromRow(await reads.row(findEnded, id), now)
    },
    async findEndedByToken(tokenHash, now) {
      return endedFromRow(await reads.row(findEndedByToken, tokenHash), now)
    },
    async findKnownOrigins(userId, { deviceFamily, network }) {
      const known = await reads.row(findKnownOrigins, userId, deviceFamily, network)
      if (known === null) throw new TypeError('a query without a table has one row')
      return known
    },
    start: (start, recordStart) =>
      transaction(async (connection) => {
        await lockForStart(connection, start)
        return record(connection, recordStart, await startSession(connection, start))
      }),
    rename: ({ id, userId }, givenName, now, recordRename) =>
      transaction(async (connection) => {
        const session = await connection.row(rename, id, userId, givenName, now)
        if (session === null) return null
        await signalSessions(connection, userId)
        return record(connection, recordRename, session)
      }),
    async renew(tokenHash, idleExpiresAt) {
      await writes.run(renewal, tokenHash, idleExpiresAt)
    },
    rotate: (rotation, recordRotation) =>
      transaction(async (connection) => {
        if (!(await rotate(connection, rotation))) return false
        await record(connection, recordRotation, rotation)
        return true
      }),
    end: ({ id, userId }, ending, recordEnding) =>
      transaction(async (connection) => {
        const locked = await connection.rows(lockOne, id, userId)
        const [session] = await endLocked(connection, locked, ending)
        if (session !== undefined) return record(connection, recordEnding, session)
        return (await connection.row(isOwned, id, userId)) === null ? 'unknown' : 'already_ended'
      }),
    endAll: (target, ending, recordEndings) =>
      transaction(async (connection) => {
        await lockUsers(connection, target.userId)
        const endings = await endAllOf(connection, target, ending)
        await deleteUnfinished(connection, target.userId)
        return record(connection, recordEndings, endings)
      }),
    changeRole: ({ userId, role, ending }, recordEndings) =>
      transaction(async (connection) => {
        await connection.run(changeRole, userId, role)
        return record(connection, recordEndings, await endAllOf(connection, { userId, keep: null }, ending))
      }),
    endOverdue: (now, limit, recordEndings) =>
      transaction(async (connection) => {
        const locked = await connection.rows(lockOverdue, now, limit)
        const overdue = locked.flatMap((session) => {
          const ending = overdueEnding(session, now)
          const { id, name, userId } = session
          return ending === null ? [] : [{ id, name, userId, ending }]
        })
        await putOnRecord(connection, overdue)
        return record(connection, recordEndings, overdue)
      }),
    deleteEndedBefore: (moment, limit) => writes.run(deleteEnded, moment, limit),
    recordSeen: (sightings) => transaction((connection) => recordSeen(connection, sightings)),
  }
}
