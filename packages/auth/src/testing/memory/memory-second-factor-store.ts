import type { UserId } from '@latchkey/schema'
import type { FactorUse, RecoveryCode } from '../../second-factors/second-factor.ts'
import type { SecondFactorStore } from '../../second-factors/second-factor-store.ts'
import { deleteTotp, type MemoryRecords, recorded, rotateSession, startSession } from './memory-records.ts'

export function createMemorySecondFactorStore(records: MemoryRecords): SecondFactorStore {
  const { totp, recoveryCodes, trustedDevices, attempts } = records
  const codesOf = (userId: UserId): readonly RecoveryCode[] =>
    [...recoveryCodes.values()].filter((code) => code.userId === userId)
  const replaceCodes = (userId: UserId, codes: readonly RecoveryCode[]): void => {
    for (const { id } of codesOf(userId)) recoveryCodes.delete(id)
    for (const code of codes) recoveryCodes.set(code.id, code)
  }
  /** Whether a factor can be used up; `apply` does so. */
  const use = (userId: UserId, used: FactorUse): { readonly isUsable: boolean; readonly apply: () => void } => {
    if (used.factor === 'recovery_code') {
      return {
        isUsable: recoveryCodes.get(used.id)?.userId === userId,
        apply: () => recoveryCodes.delete(used.id),
      }
    }
    const credential = totp.get(userId)
    return {
      isUsable: credential?.sealedSecret === used.sealedSecret && credential.lastStep < used.step,
      apply: () => credential !== undefined && totp.set(userId, { ...credential, lastStep: used.step }),
    }
  }

  return {
    async findState(userId) {
      return { totpSince: totp.get(userId)?.createdAt ?? null, recoveryCodesLeft: codesOf(userId).length }
    },
    async findTotp(userId) {
      return totp.get(userId) ?? null
    },
    async findRecoveryCode(userId, slot) {
      return codesOf(userId).find((code) => code.slot === slot) ?? null
    },
    async addTotp({ totp: added, recoveryCodes: codes, rotation }, record) {
      if (totp.has(added.userId)) return 'has_totp'
      if (!rotateSession(records, rotation)) return 'session_ended'
      totp.set(added.userId, added)
      replaceCodes(added.userId, codes)
      recorded(records, record, rotation)
      return 'added'
    },
    async removeTotp(userId, record) {
      if (!deleteTotp(records, userId)) return false
      recorded(records, record, userId)
      return true
    },
    async replaceRecoveryCodes({ userId, recoveryCodes: codes }, record) {
      if (!totp.has(userId)) return false
      replaceCodes(userId, codes)
      recorded(records, record, userId)
      return true
    },
    async findAttempt(tokenHash) {
      return [...attempts.values()].find(({ attempt }) => attempt.tokenHash === tokenHash)?.attempt ?? null
    },
    async countTry(id, max) {
      const found = attempts.get(id)
      if (found === undefined || found.tries >= max) return false
      attempts.set(id, { ...found, tries: found.tries + 1 })
      return true
    },
    async complete({ id, userId, now, use: used, start, trust }, record) {
      const attempt = attempts.get(id)?.attempt
      if (attempt === undefined || attempt.userId !== userId || attempt.expiresAt <= now) return 'attempt_ended'
      const { isUsable, apply } = use(userId, used)
      if (!isUsable) return 'code_used'
      apply()
      attempts.delete(id)
      if (trust !== null) trustedDevices.set(trust.id, trust)
      return recorded(records, record, startSession(records, start))
    },
    async stepUp({ userId, use: used, rotation }, record) {
      const { isUsable, apply } = use(userId, used)
      if (!isUsable || !rotateSession(records, rotation)) return false
      apply()
      recorded(records, record, rotation)
      return true
    },
    async listTrustedDevices(userId, now) {
      return [...trustedDevices.values()]
        .filter((device) => device.userId === userId && device.expiresAt > now)
        .toSorted((a, b) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime() || (a.id < b.id ? 1 : -1))
    },
    async removeTrustedDevice({ id, userId }, record) {
      const device = trustedDevices.get(id)
      if (device === undefined || device.userId !== userId) return false
      trustedDevices.delete(id)
      recorded(records, record, device)
      return true
    },
    async listTotpSealedOtherwise(secretId, after, limit) {
      return [...totp.values()]
        .filter(({ userId, sealedSecret }) => !sealedSecret.startsWith(secretId) && (after === null || userId > after))
        .toSorted((a, b) => (a.userId < b.userId ? -1 : 1))
        .slice(0, limit)
        .map(({ userId, sealedSecret }) => ({ userId, sealedSecret }))
    },
    async resealTotp({ userId, from, to }) {
      const credential = totp.get(userId)
      if (credential?.sealedSecret !== from) return false
      totp.set(userId, { ...credential, sealedSecret: to })
      return true
    },
    async deleteExpiredBefore(moment, limit) {
      const oldAttempts = [...attempts.values()].filter(({ attempt }) => attempt.expiresAt < moment).slice(0, limit)
      const oldDevices = [...trustedDevices.values()].filter(({ expiresAt }) => expiresAt < moment).slice(0, limit)
      for (const { attempt } of oldAttempts) attempts.delete(attempt.id)
      for (const { id } of oldDevices) trustedDevices.delete(id)
      return oldAttempts.length + oldDevices.length
    },
  }
}
