import type { ChallengeId, UserId } from '@latchkey/schema'
import type { Challenge } from '../../challenges/challenge.ts'
import type { ChallengeStore, Consumed, EndedAccess, Reclaim } from '../../challenges/challenge-store.ts'
import type { Ending } from '../../sessions/session.ts'
import type { User } from '../../users/user.ts'
import {
  addMail,
  countIdentities,
  deleteFactors,
  deleteIdentities,
  deleteUnfinished,
  endWhere,
  isReserved,
  liveSessions,
  type MemoryRecords,
  recorded,
  startSession,
} from './memory-records.ts'

export function createMemoryChallengeStore(records: MemoryRecords): ChallengeStore {
  const { challenges, hashes, users } = records
  const all = (): readonly Challenge[] => [...challenges.values()].map(({ challenge }) => challenge)
  const usable = ({ id, now }: Consumed): Challenge | null => {
    const challenge = challenges.get(id)?.challenge
    return challenge !== undefined && challenge.expiresAt > now ? challenge : null
  }
  const hasAddress = (userId: UserId, { email }: Challenge): boolean => users.get(userId)?.email === email
  const isTaken = (email: string, by: UserId): boolean =>
    [...users.values()].some((other) => other.email === email && other.id !== by)
  const changeUser = (id: UserId, changes: Partial<User>): void => {
    const user = users.get(id)
    if (user !== undefined) users.set(id, { ...user, ...changes })
  }
  const prove = (id: UserId, now: Date): void => changeUser(id, { emailProvenAt: users.get(id)?.emailProvenAt ?? now })
  const insert = (challenge: Challenge): void => {
    challenges.set(challenge.id, { challenge, tries: 0 })
  }
  /** Deletes the challenges of a user but those of an undo from before a moment. */
  const deleteOthers = (userId: UserId, keepUndoBefore: Date | null): void => {
    for (const { id, kind, userId: other, createdAt } of all()) {
      const isKept = kind === 'undo_email_change' && (keepUndoBefore === null || createdAt < keepUndoBefore)
      if (other === userId && !isKept) challenges.delete(id)
    }
  }
  const endAccess = (userId: UserId, ending: Ending): EndedAccess => {
    deleteUnfinished(records, userId)
    return { ended: endWhere(records, (session) => session.userId === userId, ending) }
  }
  const takeBack = (userId: UserId, { name, passwordHash, ending }: Reclaim): EndedAccess => {
    if (name !== null) changeUser(userId, { name })
    if (passwordHash === null) hashes.delete(userId)
    else hashes.set(userId, passwordHash)
    deleteIdentities(records, userId)
    deleteFactors(records, userId, null)
    deleteOthers(userId, null)
    return endAccess(userId, ending)
  }

  return {
    async create(challenge, mail) {
      const replaced = all().filter((other) => isReplaced(other, challenge))
      for (const { id } of replaced) challenges.delete(id)
      insert(challenge)
      addMail(records, mail)
    },
    async findByToken(tokenHash) {
      return all().find((challenge) => challenge.tokenHash === tokenHash) ?? null
    },
    async find(id: ChallengeId) {
      return challenges.get(id)?.challenge ?? null
    },
    async countTry(id, max) {
      const found = challenges.get(id)
      if (found === undefined || found.tries >= max) return false
      challenges.set(id, { ...found, tries: found.tries + 1 })
      return true
    },
    async giveBackTry(id) {
      const found = challenges.get(id)
      if (found !== undefined) challenges.set(id, { ...found, tries: Math.max(0, found.tries - 1) })
    },
    async signUp({ user, passwordHash, start, keep, ...consumed }, record) {
      const challenge = usable(consumed)
      if (challenge === null) return 'consumed'
      if (isTaken(user.email, user.id)) return 'email_taken'
      if (keep && isReserved(records, user.email, consumed.now)) return 'email_taken'
      users.set(user.id, user)
      if (passwordHash !== null) hashes.set(user.id, passwordHash)
      if (keep) insert({ ...challenge, userId: user.id, pending: null })
      else challenges.delete(challenge.id)
      return recorded(records, record, startSession(records, start))
    },
    async signIn({ userId, start, reclaim, ...consumed }, record) {
      const challenge = usable(consumed)
      if (challenge === null) return 'consumed'
      const isProven = (users.get(userId)?.emailProvenAt ?? null) !== null
      if (!hasAddress(userId, challenge) || isProven !== (reclaim === null)) return 'changed'
      challenges.delete(challenge.id)
      prove(userId, consumed.now)
      const { ended } = reclaim === null ? { ended: [] } : takeBack(userId, reclaim)
      return recorded(records, record, { started: startSession(records, start), ended })
    },
    async proveEmail({ userId, ...consumed }, record) {
      const challenge = usable(consumed)
      if (challenge === null || !hasAddress(userId, challenge)) return 'consumed'
      challenges.delete(challenge.id)
      prove(userId, consumed.now)
      return recorded(records, record, { email: challenge.email })
    },
    async resetPassword({ userId, passwordHash, ending, ...consumed }, record) {
      const challenge = usable(consumed)
      if (challenge === null || !hasAddress(userId, challenge)) return 'consumed'
      challenges.delete(challenge.id)
      if (users.get(userId)?.emailProvenAt === null) {
        deleteIdentities(records, userId)
        deleteFactors(records, userId, null)
      }
      prove(userId, consumed.now)
      hashes.set(userId, passwordHash)
      deleteOthers(userId, null)
      const connectedAccounts = countIdentities(records, userId)
      return recorded(records, record, { ...endAccess(userId, ending), connectedAccounts })
    },
    async changeEmail({ userId, email, token, undo, ...consumed }, record) {
      const challenge = usable(consumed)
      if (challenge === null) return 'consumed'
      const holders = liveSessions(records, userId, consumed.now)
      if (!holders.some(({ tokenHash }) => tokenHash === token)) return 'session_ended'
      if (isTaken(email, userId)) return 'email_taken'
      challenges.delete(challenge.id)
      changeUser(userId, { email, emailProvenAt: consumed.now })
      if (undo !== null) {
        insert(undo.challenge)
        addMail(records, undo.mail)
      }
      recorded(records, record, { email })
      return 'changed'
    },
    async undoEmailChange({ userId, email, changedAt, ending, ...consumed }, record) {
      const challenge = usable(consumed)
      if (challenge === null) return 'consumed'
      if (isTaken(email, userId)) return 'email_taken'
      challenges.delete(challenge.id)
      changeUser(userId, { email, emailProvenAt: consumed.now })
      hashes.delete(userId)
      deleteIdentities(records, userId)
      deleteFactors(records, userId, changedAt)
      deleteOthers(userId, changedAt)
      return recorded(records, record, endAccess(userId, ending))
    },
    async deleteExpiredBefore(moment, limit) {
      const expired = all().filter(({ expiresAt }) => expiresAt < moment)
      const deleted = expired.slice(0, limit)
      for (const { id } of deleted) challenges.delete(id)
      return deleted.length
    },
  }
}

/** Whether a challenge goes when another one is created. */
function isReplaced(old: Challenge, created: Challenge): boolean {
  if (old.kind !== created.kind || old.kind === 'undo_email_change') return false
  return old.browserHash === created.browserHash || (created.sessionId !== null && old.userId === created.userId)
}
