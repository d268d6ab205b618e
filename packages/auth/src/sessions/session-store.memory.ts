import { endWhere, overdueEnding, type MemoryRecords, type MemorySession } from '../memory-records.ts'
import type { Session } from './session.ts'
import type { SessionStore } from './session-store.ts'
import type { TokenHash } from './session-token.ts'

export function createMemorySessionStore(records: MemoryRecords): SessionStore {
  const byToken = (tokenHash: TokenHash): MemorySession | undefined =>
    [...records.sessions.values()].find((record) => record.ending === null && record.session.tokenHash === tokenHash)

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
    async listLive(userId, now) {
      const live = [...records.sessions.values()].filter((record) => isLive(record, now))
      const own = live.map(({ session }) => session).filter((session) => session.userId === userId)
      return own.toSorted(lastSeenFirst)
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
      return endWhere(records, (session) => session.tokenHash === tokenHash, ending) === 1
    },
    async end({ id, userId }, ending) {
      const record = records.sessions.get(id)
      if (record === undefined || record.session.userId !== userId) return 'unknown'
      if (record.ending !== null) return 'already_ended'
      record.ending = overdueEnding(record.session, ending.at) ?? ending
      return record.ending === ending ? 'ended' : 'already_ended'
    },
    async endAll({ userId, keep }, ending) {
      return endWhere(records, (session) => session.userId === userId && session.id !== keep, ending)
    },
    async endOverdue(now) {
      const overdue = [...records.sessions.values()].filter((record) => record.ending === null && !isLive(record, now))
      for (const record of overdue) record.ending = overdueEnding(record.session, now)
      return overdue.length
    },
    async deleteEndedBefore(moment) {
      const old = [...records.sessions.values()].filter(({ ending }) => ending !== null && ending.at < moment)
      for (const { session } of old) records.sessions.delete(session.id)
      return old.length
    },
    async recordSeen(seen) {
      for (const [id, lastSeenAt] of seen) {
        const record = records.sessions.get(id)
        if (record === undefined || record.ending !== null || record.session.lastSeenAt >= lastSeenAt) continue
        record.session = { ...record.session, lastSeenAt }
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
