import {
  endWhere,
  overdueEnding,
  takeBackApprovals,
  type MemoryRecords,
  type MemorySession,
} from '../memory-records.ts'
import { type EndedSession, type Ending, nameOf, type NamedSession, type Session } from './session.ts'
import type { HistoryPosition, SessionStore } from './session-store.ts'
import type { UserId } from '../users/user.ts'
import type { TokenHash } from './session-token.ts'

export function createMemorySessionStore(records: MemoryRecords): SessionStore {
  const byToken = (tokenHash: TokenHash): MemorySession | undefined =>
    [...records.sessions.values()].find((record) => record.ending === null && record.session.tokenHash === tokenHash)

  const liveOf = (userId: UserId, now: Date): readonly Session[] => {
    const live = [...records.sessions.values()].filter((record) => isLive(record, now))
    const own = live.map(({ session }) => session).filter((session) => session.userId === userId)
    return own.toSorted(lastSeenFirst)
  }
  const endedSession = (session: Session, { at, reason, by }: Ending): EndedSession => {
    const { tokenHash: _tokenHash, ...record } = session
    const ender = by === null ? undefined : records.sessions.get(by)
    const endedBy = ender === undefined || ender.session.userId !== session.userId ? null : named(ender.session)
    return { ...record, endedAt: at, endReason: reason, endedBy }
  }
  const endedAt = ({ session, ending }: MemorySession, now: Date): EndedSession | null => {
    const over = ending ?? overdueEnding(session, now)
    return over === null ? null : endedSession(session, over)
  }

  return {
    async insert(session) {
      records.sessions.set(session.id, { session, ending: null })
    },
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
      return liveOf(userId, now)
    },
    async renew(tokenHash, idleExpiresAt) {
      const record = byToken(tokenHash)
      if (record === undefined) return
      const { session } = record
      const moved = Math.min(
        Math.max(session.idleExpiresAt.getTime(), idleExpiresAt.getTime()),
        session.expiresAt.getTime(),
      )
      record.session = { ...session, idleExpiresAt: new Date(moved) }
    },
    async rotate({ from, to, sudoUntil }) {
      const record = byToken(from)
      if (record === undefined) return false
      record.session = { ...record.session, tokenHash: to, sudoUntil }
      return true
    },
    async endByToken(tokenHash, ending) {
      return endWhere(records, (session) => session.tokenHash === tokenHash, ending).length === 1
    },
    async end({ id, userId }, ending) {
      const record = records.sessions.get(id)
      if (record === undefined || record.session.userId !== userId) return 'unknown'
      if (record.ending !== null) return 'already_ended'
      record.ending = overdueEnding(record.session, ending.at) ?? ending
      return record.ending === ending ? named(record.session) : 'already_ended'
    },
    async endAll({ userId, keep }, ending) {
      takeBackApprovals(records, userId)
      return endWhere(records, (session) => session.userId === userId && session.id !== keep, ending)
    },
    async endBeyond({ userId, keep, max }, ending) {
      const others = liveOf(userId, ending.at).filter((session) => session.id !== keep)
      const beyond = new Set(others.slice(max - 1).map((session) => session.id))
      return endWhere(records, (session) => beyond.has(session.id), ending)
    },
    async endOverdue(now, limit) {
      const overdue = [...records.sessions.values()].filter((record) => record.ending === null && !isLive(record, now))
      return overdue.slice(0, limit).flatMap((record) => {
        const ending = overdueEnding(record.session, now)
        record.ending = ending
        return ending === null ? [] : [{ ...named(record.session), userId: record.session.userId, ending }]
      })
    },
    async deleteEndedBefore(moment, limit) {
      const old = [...records.sessions.values()].filter(({ ending }) => ending !== null && ending.at < moment)
      const deleted = old.slice(0, limit)
      for (const { session } of deleted) records.sessions.delete(session.id)
      return deleted.length
    },
    async listEnded(userId, after, limit) {
      const ended = [...records.sessions.values()].flatMap(({ session, ending }) =>
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
      const record = [...records.sessions.values()].find(({ session }) => session.tokenHash === tokenHash)
      return record === undefined ? null : endedAt(record, now)
    },
    async whatIsNew(userId, { deviceFamily, network }) {
      const own = [...records.sessions.values()].map(({ session }) => session).filter((s) => s.userId === userId)
      const placed = own.filter((session) => session.network !== null)
      return {
        newDevice: own.length > 0 && own.every((session) => session.deviceFamily !== deviceFamily),
        newNetwork: network !== null && placed.length > 0 && placed.every((session) => session.network !== network),
      }
    },
    async rename({ id, userId }, givenName, now) {
      const record = records.sessions.get(id)
      if (record === undefined || record.session.userId !== userId || !isLive(record, now)) return null
      record.session = { ...record.session, givenName }
      return record.session
    },
    async recordSeen(seen) {
      for (const [id, { at, ip }] of seen) {
        const record = records.sessions.get(id)
        if (record === undefined || record.ending !== null) continue
        const lastSeenAt = at > record.session.lastSeenAt ? at : record.session.lastSeenAt
        record.session = { ...record.session, lastSeenAt, ip }
      }
    },
  }
}

function isLive({ session, ending }: MemorySession, now: Date): boolean {
  return ending === null && session.idleExpiresAt > now
}

function lastSeenFirst(a: Session, b: Session): number {
  return b.lastSeenAt.getTime() - a.lastSeenAt.getTime() || (a.id < b.id ? 1 : -1)
}

function named(session: Session): NamedSession {
  return { id: session.id, name: nameOf(session) }
}

function endedLastFirst(a: HistoryPosition, b: HistoryPosition): number {
  return b.endedAt.getTime() - a.endedAt.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)
}
