import type { FactorUse, RecoveryCode } from '@latchkey/auth'
import type { UserId } from '@latchkey/schema'
import { and, eq, gte, lt, sql } from 'drizzle-orm'
import type { SqliteDatabase } from '../open-database.ts'
import { passkeys } from '../tables/passkeys.ts'
import { recoveryCodes, signInAttempts, totpCredentials, trustedDevices } from '../tables/second-factors.ts'

/** Changes to second factors that several stores make. Each runs in the transaction of its caller. */
export interface FactorWriter {
  /** Whether a user has two-step verification. */
  hasTotp(userId: UserId): boolean

  /** Uses up a factor of a user; `false` when that is not possible. */
  use(userId: UserId, use: FactorUse): boolean

  /** Stores recovery codes in place of those that the user may have. */
  replaceRecoveryCodes(userId: UserId, codes: readonly RecoveryCode[]): void

  /** Removes the authenticator app of a user with what it made possible; returns whether they had one. */
  removeTotp(userId: UserId): boolean

  /** Removes the passkeys of a user, and the second factors that were added since a moment. */
  removeSince(userId: UserId, since: Date): void
}

/** Before every moment. */
const everSince = 0

export function createFactorWriter(db: SqliteDatabase): FactorWriter {
  const p = sql.placeholder
  const findTotp = db
    .select({ userId: totpCredentials.userId })
    .from(totpCredentials)
    .where(eq(totpCredentials.userId, p('userId')))
    .prepare()
  const useStep = db
    .update(totpCredentials)
    .set({ lastStep: sql`${p('step')}` })
    .where(
      and(
        eq(totpCredentials.userId, p('userId')),
        eq(totpCredentials.sealedSecret, p('sealedSecret')),
        lt(totpCredentials.lastStep, p('step')),
      ),
    )
    .prepare()
  const useCode = db
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.id, p('id')), eq(recoveryCodes.userId, p('userId'))))
    .prepare()
  const insertCode = db
    .insert(recoveryCodes)
    .values({ id: p('id'), userId: p('userId'), slot: p('slot'), hash: p('hash'), createdAt: p('createdAt') })
    .prepare()
  const deleteTotp = db
    .delete(totpCredentials)
    .where(and(eq(totpCredentials.userId, p('userId')), gte(totpCredentials.createdAt, p('since'))))
    .prepare()
  const deleteCodes = db
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, p('userId')), gte(recoveryCodes.createdAt, p('since'))))
    .prepare()
  const deleteTrusted = db
    .delete(trustedDevices)
    .where(and(eq(trustedDevices.userId, p('userId')), gte(trustedDevices.createdAt, p('since'))))
    .prepare()
  const deletePasskeys = db
    .delete(passkeys)
    .where(eq(passkeys.userId, p('userId')))
    .prepare()
  const deleteAttempts = db
    .delete(signInAttempts)
    .where(eq(signInAttempts.userId, p('userId')))
    .prepare()

  /** Removes the app if it was added since then, and the codes and the trust that it made possible. */
  function removeTotpSince(userId: UserId, since: number): boolean {
    const isRemoved = deleteTotp.run({ userId, since }).changes === 1
    const made = { userId, since: isRemoved ? everSince : since }
    deleteCodes.run(made)
    deleteTrusted.run(made)
    if (isRemoved) deleteAttempts.run({ userId })
    return isRemoved
  }

  return {
    hasTotp(userId) {
      return findTotp.get({ userId }) !== undefined
    },
    use(userId, use) {
      const { changes } = use.factor === 'totp' ? useStep.run({ userId, ...use }) : useCode.run({ userId, id: use.id })
      return changes === 1
    },
    replaceRecoveryCodes(userId, codes) {
      deleteCodes.run({ userId, since: everSince })
      for (const code of codes) insertCode.run({ ...code })
    },
    removeTotp(userId) {
      return removeTotpSince(userId, everSince)
    },
    removeSince(userId, since) {
      removeTotpSince(userId, since.getTime())
      deletePasskeys.run({ userId })
    },
  }
}
