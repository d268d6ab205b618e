import type { RefreshTokenStore } from '../../tokens/refresh-token-store.ts'
import { isLive, type MemoryRecords } from './memory-records.ts'

export function createMemoryRefreshTokenStore({ refreshTokens, sessions, users }: MemoryRecords): RefreshTokenStore {
  return {
    async find({ hash, family }, now) {
      const stored = refreshTokens.get(hash)
      const token = stored ?? [...refreshTokens.values()].find((other) => other.family === family)
      if (token === undefined) return null
      const { sessionId } = token
      const record = sessions.get(sessionId)
      const user = record === undefined ? undefined : users.get(record.session.userId)
      const isOfLiveSession = record !== undefined && user !== undefined && isLive(record, now)
      const live = isOfLiveSession ? { session: record.session, user } : null
      return { sessionId, used: stored === undefined ? 'forgotten' : stored.used, live }
    },
    async exchange({ hash, family, successor, secretId, now, keepUsed }) {
      const token = refreshTokens.get(hash)
      const record = token === undefined ? undefined : sessions.get(token.sessionId)
      if (token === undefined || token.used !== null || record === undefined || !isLive(record, now)) return false
      token.family = family
      token.used = { sessionId: token.sessionId, usedAt: now, secretId, family }
      // Again, so that it comes after those that were used before.
      refreshTokens.delete(hash)
      refreshTokens.set(hash, token)
      refreshTokens.set(successor, { sessionId: token.sessionId, createdAt: now, family, used: null })
      const used = [...refreshTokens].filter(([, other]) => other.family === family && other.used !== null).toReversed()
      for (const [index, [old, other]] of used.entries()) {
        if (index >= keepUsed.max || (other.used?.usedAt ?? now) < keepUsed.since) refreshTokens.delete(old)
      }
      return true
    },
  }
}
