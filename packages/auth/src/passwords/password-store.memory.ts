import { endWhere, takeBackApprovals, type MemoryRecords } from '../memory-records.ts'
import type { PasswordStore } from './password-store.ts'

export function createMemoryPasswordStore(records: MemoryRecords): PasswordStore {
  const byEmail = (email: string) => [...records.users.values()].find((user) => user.email === email) ?? null

  return {
    async signUp({ user, hash, session }) {
      if (byEmail(user.email) !== null) return 'email_taken'
      records.users.set(user.id, user)
      records.hashes.set(user.id, hash)
      records.sessions.set(session.id, { session, ending: null })
      return 'inserted'
    },
    async findByEmail(email) {
      const user = byEmail(email)
      return user === null ? null : { user, hash: records.hashes.get(user.id) ?? null }
    },
    async set({ userId, hash, session }) {
      if (records.hashes.has(userId)) return 'has_password'
      const own = records.sessions.get(session.id)
      if (own === undefined || own.ending !== null || own.session.tokenHash !== session.from) return 'session_ended'
      own.session = { ...own.session, tokenHash: session.to, sudoUntil: session.sudoUntil }
      records.hashes.set(userId, hash)
      return 'set'
    },
    async findHash(userId) {
      return records.hashes.get(userId) ?? null
    },
    async rehash({ userId, from, to }) {
      if (records.hashes.get(userId) !== from) return false
      records.hashes.set(userId, to)
      return true
    },
    async change({ userId, from, to, session, ending }) {
      const own = records.sessions.get(session.id)
      if (own === undefined || own.ending !== null || own.session.tokenHash !== session.from) return null
      if (records.hashes.get(userId) !== from) return null
      records.hashes.set(userId, to)
      own.session = { ...own.session, tokenHash: session.to, sudoUntil: session.sudoUntil }
      takeBackApprovals(records, userId)
      return endWhere(records, (other) => other.userId === userId && other.id !== session.id, ending)
    },
  }
}
