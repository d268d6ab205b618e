import type { IdentityStore, IdentityUse } from '../../identities/identity-store.ts'
import {
  isReserved,
  liveSessions,
  type MemoryRecords,
  recorded,
  rotateSession,
  startSession,
} from './memory-records.ts'

export function createMemoryIdentityStore(records: MemoryRecords): IdentityStore {
  const all = () => [...records.identities.values()]
  const byKey = (issuer: string, subject: string) =>
    all().find((identity) => identity.issuer === issuer && identity.subject === subject)
  const recordUse = ({ id, email, now }: IdentityUse): void => {
    const identity = records.identities.get(id)
    if (identity !== undefined) records.identities.set(id, { ...identity, email, lastUsedAt: now })
  }

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
    async signUp({ user, identity, start }, record) {
      if (byKey(identity.issuer, identity.subject) !== undefined) return 'identity_taken'
      if ([...records.users.values()].some((other) => other.email === user.email)) return 'email_taken'
      if (isReserved(records, user.email, user.createdAt)) return 'email_reserved'
      records.users.set(user.id, user)
      records.identities.set(identity.id, identity)
      return recorded(records, record, startSession(records, start))
    },
    async signIn({ use, start }, record) {
      if (records.identities.get(use.id)?.userId !== start.session.userId) return null
      recordUse(use)
      return recorded(records, record, startSession(records, start))
    },
    async linkAndSignIn({ identity, start }, record) {
      if (records.totp.has(identity.userId)) return 'second_factor_due'
      if (byKey(identity.issuer, identity.subject) !== undefined) return null
      records.identities.set(identity.id, identity)
      return recorded(records, record, startSession(records, start))
    },
    async link({ identity, token, now }, record) {
      const holders = liveSessions(records, identity.userId, now)
      if (!holders.some(({ tokenHash }) => tokenHash === token)) return 'session_ended'
      if (byKey(identity.issuer, identity.subject) !== undefined) return 'identity_taken'
      records.identities.set(identity.id, identity)
      recorded(records, record, identity)
      return 'linked'
    },
    async recordUse(use) {
      recordUse(use)
    },
    async stepUp({ use, rotation }, record) {
      if (!rotateSession(records, rotation)) return false
      recordUse(use)
      recorded(records, record, rotation)
      return true
    },
    async remove({ id, userId, usableProviders, usablePasskeys }, record) {
      const identity = records.identities.get(id)
      if (identity?.userId !== userId) return 'unknown'
      const others = all().filter((other) => other.userId === userId && other.id !== id)
      const works =
        others.some((other) => usableProviders.includes(other.provider)) ||
        records.hashes.has(userId) ||
        (usablePasskeys && [...records.passkeys.values()].some((passkey) => passkey.userId === userId))
      if (!works) return 'last_sign_in_method'
      records.identities.delete(id)
      recorded(records, record, identity)
      return 'removed'
    },
  }
}
