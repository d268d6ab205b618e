import { maxParametersInUse, type PasswordStore } from '../../passwords/password-store.ts'
import {
  countIdentities,
  deleteUnfinished,
  endWhere,
  type MemoryRecords,
  recorded,
  rotateSession,
  startSession,
} from './memory-records.ts'

export function createMemoryPasswordStore(records: MemoryRecords): PasswordStore {
  const byEmail = (email: string) => [...records.users.values()].find((user) => user.email === email) ?? null

  return {
    async signUp({ user, hash, start }, record) {
      if (byEmail(user.email) !== null) return 'email_taken'
      records.users.set(user.id, user)
      records.hashes.set(user.id, hash)
      return recorded(records, record, startSession(records, start))
    },
    async signIn({ userId, hash, start }, record) {
      if (records.hashes.get(userId) !== hash) return null
      return recorded(records, record, startSession(records, start))
    },
    async findByEmail(email) {
      const user = byEmail(email)
      return user === null ? null : { user, hash: records.hashes.get(user.id) ?? null }
    },
    async findHash(userId) {
      return records.hashes.get(userId) ?? null
    },
    async parametersInUse() {
      const starts = [...records.hashes.values()].map((hash) => /^.{0,15}[^$]*\$?/.exec(hash)?.[0] ?? '')
      return [...new Set(starts)].toSorted().slice(0, maxParametersInUse)
    },
    async set({ userId, hash, rotation }, record) {
      if (records.hashes.has(userId)) return 'has_password'
      if (!rotateSession(records, rotation)) return 'session_ended'
      records.hashes.set(userId, hash)
      recorded(records, record, rotation)
      return 'set'
    },
    async rehash({ userId, from, to }) {
      if (records.hashes.get(userId) !== from) return false
      records.hashes.set(userId, to)
      return true
    },
    async change({ userId, from, to, rotation, ending }, record) {
      if (records.hashes.get(userId) !== from || !rotateSession(records, rotation)) return null
      records.hashes.set(userId, to)
      deleteUnfinished(records, userId)
      const ended = endWhere(records, (other) => other.userId === userId && other.id !== rotation.id, ending)
      const connectedAccounts = countIdentities(records, userId)
      return recorded(records, record, { ended, connectedAccounts })
    },
  }
}
