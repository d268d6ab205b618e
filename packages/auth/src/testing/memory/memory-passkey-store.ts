import type { PasskeyStore, PasskeyUse, PasskeyUseRefusal } from '../../passkeys/passkey-store.ts'
import { liveSessions, type MemoryRecords, recorded, rotateSession, startSession } from './memory-records.ts'

export function createMemoryPasskeyStore(records: MemoryRecords): PasskeyStore {
  const { passkeys, passkeyChallenges, users } = records
  const all = () => [...passkeys.values()]
  const isWaiting = (hash: PasskeyUse['challenge'], now: Date): boolean => {
    const challenge = passkeyChallenges.get(hash)
    return challenge !== undefined && challenge.expiresAt > now
  }
  const refusalOf = ({ id, userId, counter, challenge, now }: PasskeyUse): PasskeyUseRefusal | null => {
    if (!isWaiting(challenge, now)) return 'challenge_ended'
    const passkey = passkeys.get(id)
    const isCounted = passkey !== undefined && (counter > passkey.counter || (counter === 0 && passkey.counter === 0))
    return isCounted && passkey.userId === userId ? null : 'passkey_changed'
  }
  const applyUse = ({ id, counter, backedUp, challenge, now }: PasskeyUse): void => {
    const passkey = passkeys.get(id)
    passkeyChallenges.delete(challenge)
    if (passkey !== undefined) passkeys.set(id, { ...passkey, counter, backedUp, lastUsedAt: now })
  }

  return {
    async insertChallenge(challenge) {
      passkeyChallenges.set(challenge.hash, challenge)
    },
    async findChallenge(hash) {
      return passkeyChallenges.get(hash) ?? null
    },
    async deleteChallenge(hash) {
      passkeyChallenges.delete(hash)
    },
    async findByCredential(credentialId) {
      const passkey = all().find((one) => one.credentialId === credentialId)
      const user = passkey === undefined ? undefined : users.get(passkey.userId)
      return passkey === undefined || user === undefined ? null : { passkey, user }
    },
    async listByUser(userId) {
      return all()
        .filter((passkey) => passkey.userId === userId)
        .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1))
    },
    async add({ passkey, challenge, token, max, now }, record) {
      const { userId, credentialId } = passkey
      if (!liveSessions(records, userId, now).some(({ tokenHash }) => tokenHash === token)) return 'session_ended'
      if (!isWaiting(challenge, now)) return 'challenge_ended'
      if (all().filter((one) => one.userId === userId).length >= max) return 'too_many'
      if (all().some((one) => one.credentialId === credentialId)) return 'credential_taken'
      passkeyChallenges.delete(challenge)
      passkeys.set(passkey.id, passkey)
      recorded(records, record, passkey)
      return 'added'
    },
    async signIn({ use, start }, record) {
      const refusal = refusalOf(use)
      if (refusal !== null) return refusal
      applyUse(use)
      return recorded(records, record, startSession(records, start))
    },
    async stepUp({ use, rotation }, record) {
      const refusal = refusalOf(use)
      if (refusal !== null) return refusal
      if (!rotateSession(records, rotation)) return 'session_ended'
      applyUse(use)
      recorded(records, record, rotation)
      return 'stepped_up'
    },
    async rename({ id, userId }, name, record) {
      const passkey = passkeys.get(id)
      if (passkey?.userId !== userId) return null
      const renamed = { ...passkey, name }
      passkeys.set(id, renamed)
      return recorded(records, record, renamed)
    },
    async remove({ id, userId, usableProviders }, record) {
      const passkey = passkeys.get(id)
      if (passkey?.userId !== userId) return 'unknown'
      const works =
        records.hashes.has(userId) ||
        all().some((other) => other.userId === userId && other.id !== id) ||
        [...records.identities.values()].some(
          (identity) => identity.userId === userId && usableProviders.includes(identity.provider),
        )
      if (!works) return 'last_sign_in_method'
      passkeys.delete(id)
      recorded(records, record, passkey)
      return 'removed'
    },
    async deleteExpiredBefore(moment, limit) {
      const expired = [...passkeyChallenges.values()].filter(({ expiresAt }) => expiresAt < moment).slice(0, limit)
      for (const { hash } of expired) passkeyChallenges.delete(hash)
      return expired.length
    },
  }
}
