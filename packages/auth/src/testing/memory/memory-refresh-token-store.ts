import type { RefreshTokenStore } from '../../tokens/refresh-token-store.ts'
import { isLive, type MemoryRecords } from './memory-records.ts'

export function createMemoryRefreshTokenStore({ refreshTokens, sessions, users }: MemoryRecords): RefreshTokenStore {
  return {
    async find(hash, now) {
      const token = refreshTokens.get(hash)
      if (token === undefined) return null
      const { sessionId, used } = token
      const record = sessions.get(sessionId)
      const user = record === undefined ? undefined : users.get(record.session.userId)
      const isOfLiveSession = record !== undefined && user !== undefined && isLive(record, now)
      return { sessionId, used, live: isOfLiveSession ? { session: record.session, user } : null }
    },
    async exchange({ hash, successor, secretId, now }) {
      const token = refreshTokens.get(hash)
      const record = token === undefined ? undefined : sessions.get(token.sessionId)
      if (token === undefined || token.used !== null || record === undefined || !isLive(record, now)) return false
      token.used = { sessionId: token.sessionId, usedAt: now, secretId }
      refreshTokens.set(successor, { sessionId: token.sessionId, createdAt: now, used: null })
      return true
    },
  }
}
