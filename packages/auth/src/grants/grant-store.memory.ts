import type { MemoryRecords } from '../memory-records.ts'
import type { SessionId } from '../sessions/session.ts'
import type { TokenHash } from '../sessions/session-token.ts'
import type { Approval, DeviceGrant, UserCodeHash } from './grant.ts'
import type { GrantStore } from './grant-store.ts'

export function createMemoryGrantStore({ grants, sessions, users, refreshTokens }: MemoryRecords): GrantStore {
  const isLive = (id: SessionId, now: Date): boolean => {
    const record = sessions.get(id)
    return record !== undefined && record.ending === null && record.session.idleExpiresAt > now
  }
  const approver = (approval: Approval | null, now: Date) =>
    approval !== null && isLive(approval.sessionId, now) ? (users.get(approval.userId) ?? null) : null
  const holds = ({ userId, sessionId }: Approval, token: TokenHash, now: Date): boolean => {
    const session = sessions.get(sessionId)?.session
    return isLive(sessionId, now) && session?.userId === userId && session.tokenHash === token
  }
  const waiting = (userCode: UserCodeHash, now: Date): DeviceGrant | null => {
    const found = [...grants.values()].find(({ grant }) => grant.kind === 'device' && grant.userCodeHash === userCode)
    if (found?.grant.kind !== 'device') return null
    const { grant } = found
    return grant.approval === null && !grant.denied && grant.expiresAt > now ? grant : null
  }

  return {
    async insert(grant) {
      const taken = [...grants.values()].some(
        (other) =>
          grant.kind === 'device' && other.grant.kind === 'device' && other.grant.userCodeHash === grant.userCodeHash,
      )
      if (!taken) grants.set(grant.hash, { grant, session: null })
      return !taken
    },
    async insertApproved(code, token) {
      const may = holds(code.approval, token, code.askedAt)
      if (may) grants.set(code.hash, { grant: code, session: null })
      return may
    },
    async find(hash, now) {
      const found = grants.get(hash)
      if (found === undefined) return null
      return { ...found, approver: approver(found.grant.approval, now) }
    },
    async findWaiting(userCode, now) {
      return waiting(userCode, now)
    },
    async decide(userCode, approval, now) {
      const grant = waiting(userCode, now)
      if (grant === null || (approval !== null && !holds(approval, approval.token, now))) return false
      const kept = approval === null ? null : { userId: approval.userId, sessionId: approval.sessionId }
      const expiresAt = new Date(Math.min(...[grant.expiresAt, approval?.goodUntil ?? grant.expiresAt].map(Number)))
      grants.set(grant.hash, { grant: { ...grant, expiresAt, approval: kept, denied: kept === null }, session: null })
      return true
    },
    async exchange({ hash, session, refreshToken, now }) {
      const found = grants.get(hash)
      if (found === undefined || found.session !== null || found.grant.expiresAt <= now) return false
      if (approver(found.grant.approval, now)?.id !== session.userId) return false
      grants.set(hash, { ...found, session: session.id })
      sessions.set(session.id, { session, ending: null })
      refreshTokens.set(refreshToken, { sessionId: session.id, createdAt: now, used: null })
      return true
    },
    async deleteExpiredBefore(moment, limit) {
      const old = [...grants.values()].filter(({ grant }) => grant.expiresAt < moment).slice(0, limit)
      for (const { grant } of old) grants.delete(grant.hash)
      return old.length
    },
  }
}
