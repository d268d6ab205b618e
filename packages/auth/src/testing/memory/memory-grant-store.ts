import type { SessionId } from '@latchkey/schema'
import type { Approval, DeviceGrant, UserCodeHash } from '../../grants/grant.ts'
import type { GrantStore } from '../../grants/grant-store.ts'
import type { TokenHash } from '../../sessions/session.ts'
import { isLive, type MemoryRecords, recorded, startSession } from './memory-records.ts'

export function createMemoryGrantStore(records: MemoryRecords): GrantStore {
  const { grants, sessions, users } = records
  const isLiveById = (id: SessionId, now: Date): boolean => {
    const record = sessions.get(id)
    return record !== undefined && isLive(record, now)
  }
  const approver = (approval: Approval | null, now: Date) =>
    approval !== null && isLiveById(approval.sessionId, now) ? (users.get(approval.userId) ?? null) : null
  const holds = ({ userId, sessionId }: Approval, token: TokenHash, now: Date): boolean => {
    const session = sessions.get(sessionId)?.session
    return isLiveById(sessionId, now) && session?.userId === userId && session.tokenHash === token
  }
  const waiting = (userCode: UserCodeHash, now: Date): DeviceGrant | null => {
    const found = [...grants.values()].find(({ grant }) => grant.kind === 'device' && grant.userCodeHash === userCode)
    if (found?.grant.kind !== 'device') return null
    const { grant } = found
    return grant.approval === null && !grant.denied && grant.expiresAt > now ? grant : null
  }

  return {
    async insert(device) {
      const isTaken = [...grants.values()].some(
        ({ grant }) => grant.kind === 'device' && grant.userCodeHash === device.userCodeHash,
      )
      if (!isTaken) grants.set(device.hash, { grant: device, session: null })
      return !isTaken
    },
    async insertApproved(code, token, record) {
      if (!holds(code.approval, token, code.requestedAt)) return false
      grants.set(code.hash, { grant: code, session: null })
      recorded(records, record, code)
      return true
    },
    async find(hash, now) {
      const found = grants.get(hash)
      return found === undefined ? null : { ...found, approver: approver(found.grant.approval, now) }
    },
    async findWaiting(userCode, now) {
      return waiting(userCode, now)
    },
    async decide(userCode, approval, now, record) {
      const grant = waiting(userCode, now)
      if (grant === null || (approval !== null && !holds(approval, approval.token, now))) return false
      const stored = approval === null ? null : { userId: approval.userId, sessionId: approval.sessionId }
      const until = approval?.redeemableUntil ?? grant.expiresAt
      const expiresAt = new Date(Math.min(grant.expiresAt.getTime(), until.getTime()))
      const decided = { ...grant, expiresAt, approval: stored, denied: stored === null }
      grants.set(grant.hash, { grant: decided, session: null })
      recorded(records, record, approval)
      return true
    },
    async redeem({ hash, start, now }, record) {
      const found = grants.get(hash)
      if (found === undefined || found.session !== null || found.grant.expiresAt <= now) return null
      if (approver(found.grant.approval, now)?.id !== start.session.userId) return null
      grants.set(hash, { ...found, session: start.session.id })
      return recorded(records, record, startSession(records, start))
    },
    async deleteExpiredBefore(moment, limit) {
      const old = [...grants.values()].filter(({ grant }) => grant.expiresAt < moment).slice(0, limit)
      for (const { grant } of old) grants.delete(grant.hash)
      return old.length
    },
  }
}
