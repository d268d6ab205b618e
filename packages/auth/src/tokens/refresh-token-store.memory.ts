import type { MemoryRecords } from '../memory-records.ts'
import type { RefreshTokenStore } from './refresh-token-store.ts'

export function createMemoryRefreshTokenStore({ refreshTokens, sessions, users }: MemoryRecords): RefreshTokenStore {
  return {
    async insert({ hash, sessionId, createdAt }) {
      refreshTokens.set(hash, { sessionId, createdAt, used: null })
    },
    async find(hash, now) {
      const token = refreshTokens.get(hash)
      if (token === undefined) return null
      const record = sessions.get(token.sessionId)
      const isLive = record !== undefined && record.ending === null && record.session.idleExpiresAt > now
      const user = record === undefined ? undefined : users.get(record.session.userId)
      const live = isLive && user !== undefined ? { session: record.session, user } : null
      return { sessionId: token.sessionId, used: token.used, live }
    },
    async exchange({ hash, successor, secretId, now }) {
      const token = refreshTokens.get(hash)
      const record = token === undefined ? undefined : sessions.get(token.sessionId)
      const isLive = record !== undefined && record.ending === null && record.session.idleExpiresAt > now
      if (token === undefined || token.used !== null || !isLive) return false
      token.used = { sessionId: token.sessionId, usedAt: now, secretId }
      refreshTokens.set(successor, { sessionId: token.sessionId, createdAt: now, used: null })
      return true
    },
  }
}
