import type { MemoryRecords } from '../../memory-records.ts'
import type { IdentityStore } from './identity-store.ts'

export function createMemoryIdentityStore(records: MemoryRecords): IdentityStore {
  const all = () => [...records.identities.values()]
  const byKey = (issuer: string, subject: string) =>
    all().find((identity) => identity.issuer === issuer && identity.subject === subject)

  return {
    async findByKey({ issuer, subject }) {
      const identity = byKey(issuer, subject)
      const user = identity === undefined ? undefined : records.users.get(identity.userId)
      return identity === undefined || user === undefined ? null : { identity, user }
    },
    async listByUser(userId) {
      const own = all().filter((identity) => identity.userId === userId)
      return own.toSorted((a, b) => a.linkedAt.getTime() - b.linkedAt.getTime() || (a.id < b.id ? -1 : 1))
    },
    async signUp({ user, identity, session }) {
      if (byKey(identity.issuer, identity.subject) !== undefined) return 'identity_taken'
      if ([...records.users.values()].some((other) => other.email === user.email)) return 'email_taken'
      records.users.set(user.id, user)
      records.identities.set(identity.id, identity)
      records.sessions.set(session.id, { session, ending: null })
      return 'inserted'
    },
    async insert(identity) {
      if (byKey(identity.issuer, identity.subject) !== undefined) return 'identity_taken'
      records.identities.set(identity.id, identity)
      return 'inserted'
    },
    async recordUse({ id, email, now }) {
      const identity = records.identities.get(id)
      if (identity !== undefined) records.identities.set(id, { ...identity, email, lastUsedAt: now })
    },
    async remove({ id, userId, usableProviders }) {
      if (records.identities.get(id)?.userId !== userId) return 'unknown'
      const others = all().filter((other) => other.userId === userId && other.id !== id)
      const works = others.some((other) => usableProviders.includes(other.provider)) || records.hashes.has(userId)
      if (!works) return 'last_way_in'
      records.identities.delete(id)
      return 'removed'
    },
  }
}
