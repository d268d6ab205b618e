import { type EndedSession, type Ending, namedSession, type Session, type TokenHash } from '../../sessions/session.ts'
import { overdueEnding, recordedEnding } from '../../sessions/session-lifetime.ts'
import type { HistoryPosition, SessionStore } from '../../sessions/session-store.ts'
import {
  deleteUnfinished,
  endWhere,
  isLive,
  liveSessions,
  type MemoryRecords,
  type MemorySession,
  recorded,
  recordSightings,
  rotateSession,
  startSession,
} from './memory-records.ts'

export function createMemorySessionStore(records: MemoryRecords): SessionStore {
  const all = (): readonly MemorySession[] => [...records.sessions.values()]
  const byToken = (tokenHash: TokenHash): MemorySession | undefined =>
    all().find((record) => record.ending === null && record.session.tokenHash === tokenHash)

  const endedSession = (session: Session, { at, reason, by }: Ending): EndedSession => {
    const { tokenHash: _tokenHash, ...record } = session
    const ender = by === null ? undefined : records.sessions.get(by)
    const endedBy = ender?.session.userId === session.userId ? namedSession(ender.session) : null
    return { ...record, endedAt: at, endReason: reason, endedBy }
  }
  const endedAt = ({ session, ending }: MemorySession, now: Date): EndedSession | null => {
    const recordedOrOverdue = ending ?? overdueEnding(session, now)
    return recordedOrOverdue === null ? null : endedSession(session, recordedOrOverdue)
  }

  return {
    async findLive(tokenHash, now) {
      const record = byToken(tokenHash)
      if (record === undefined || !isLive(record, now)) return null
      const user = records.users.get(record.session.userId)
      return user === undefined ? null : { session: record.session, user }
    },
    async findLiveById({ id, userId }, now) {
      const record = records.sessions.get(id)
      if (record === undefined || record.session.userId !== userId || !isLive(record, now)) return null
      const user = records.users.get(userId)
      return user === undefined ? null : { session: record.session, user }
    },
    async listLive(userId, now) {
      return liveSessions(records, userId, now)
    },
    async listEnded(userId, after, limit) {
      const ended = all().flatMap(({ session, ending }) =>
        session.userId === userId && ending !== null ? [endedSession(session, ending)] : [],
      )
      const sorted = ended.toSorted(endedLastFirst)
      const from = after === null ? 0 : sorted.findIndex((session) => endedLastFirst(session, after) > 0)
      return from < 0 ? [] : sorted.slice(from, from + limit)
    },
    async findEnded(id, now) {
      const record = records.sessions.get(id)
      return record === undefined ? null : endedAt(record, now)
    },
    async findEndedByToken(tokenHash, now) {
      const record = all().find(({ session }) => session.tokenHash === tokenHash)
      return record === undefined ? null : endedAt(record, now)
    },
    async findKnownOrigins(userId, { deviceFamily, network }) {
      const own = all().flatMap(({ session }) => (session.userId === userId ? [session] : []))
      return {
        hasSession: own.length > 0,
        hasDeviceFamily: own.some((session) => session.deviceFamily === deviceFamily),
        hasNetwork: own.some((session) => session.network !== null),
        hasSameNetwork: network !== null && own.some((session) => session.network === network),
      }
    },
    async start(start, record) {
      return recorded(records, record, startSession(records, start))
    },
    async rename({ id, userId }, givenName, now, record) {
      const found = records.sessions.get(id)
      if (found === undefined || found.session.userId !== userId || !isLive(found, now)) return null
      found.session = { ...found.session, givenName }
      return recorded(records, record, found.session)
    },
    async renew(tokenHash, idleExpiresAt) {
      const record = byToken(tokenHash)
      if (record === undefined) return
      const { session } = record
      const later = Math.max(session.idleExpiresAt.getTime(), idleExpiresAt.getTime())
      record.session = { ...session, idleExpiresAt: new Date(Math.min(later, session.expiresAt.getTime())) }
    },
    async rotate(rotation, record) {
      if (!rotateSession(records, rotation)) return false
      recorded(records, record, rotation)
      return true
    },
    async end({ id, userId }, ending, record) {
      const found = records.sessions.get(id)
      if (found === undefined || found.session.userId !== userId) return 'unknown'
      if (found.ending !== null) return 'already_ended'
      found.ending = recordedEnding(found.session, ending)
      return found.ending === ending ? recorded(records, record, namedSession(found.session)) : 'already_ended'
    },
    async endAll({ userId, keep }, ending, record) {
      deleteUnfinished(records, userId)
      const ended = endWhere(records, (session) => session.userId === userId && session.id !== keep, ending)
      return recorded(records, record, ended)
    },
    async changeRole({ userId, role, ending }, record) {
      const user = records.users.get(userId)
      if (user !== undefined) records.users.set(userId, { ...user, role })
      return recorded(
        records,
        record,
        endWhere(records, (session) => session.userId === userId, ending),
      )
    },
    async endOverdue(now, limit, record) {
      const overdue = all().filter((found) => found.ending === null && !isLive(found, now))
      const ended = overdue.slice(0, limit).flatMap((found) => {
        const ending = overdueEnding(found.session, now)
        found.ending = ending
        return ending === null ? [] : [{ ...namedSession(found.session), userId: found.session.userId, ending }]
      })
      return recorded(records, record, ended)
    },
    async deleteEndedBefore(moment, limit) {
      const old = all().filter(({ ending }) => ending !== null && ending.at < moment)
      const deleted = old.slice(0, limit)
      for (const { session } of deleted) records.sessions.delete(session.id)
      return deleted.length
    },
    async recordSeen(sightings) {
      recordSightings(records, sightings)
    },
  }
}

function endedLastFirst(a: HistoryPosition, b: HistoryPosition): number {
  return b.endedAt.getTime() - a.endedAt.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)
}
