import type { RecoveryCode, SecondFactorStore, SignInAttempt, TotpCredential, TrustedDevice } from '@latchkey/auth'
import type { PostgresEngine } from '../engine.ts'
import { statement } from '../statement.ts'
import { removeTotp, replaceRecoveryCodes, useFactor } from './factor-changes.ts'
import { lockForStart, lockUsers, rotate, startSession } from './session-changes.ts'

const findTotp = statement<TotpCredential>(`
  SELECT user_id AS "userId", sealed_secret AS "sealedSecret", last_step AS "lastStep", created_at AS "createdAt"
  FROM totp_credentials WHERE user_id = $1`)
const countCodes = statement<{ left: number }>(
  'SELECT count(*)::integer AS left FROM recovery_codes WHERE user_id = $1',
)
const findCode = statement<RecoveryCode>(`
  SELECT id, user_id AS "userId", slot, hash, created_at AS "createdAt"
  FROM recovery_codes WHERE user_id = $1 AND slot = $2`)
const insertTotp = statement(`
  INSERT INTO totp_credentials (user_id, sealed_secret, last_step, created_at) VALUES ($1, $2, $3, $4)`)
const attemptColumns = `
  id, user_id AS "userId", token_hash AS "tokenHash", method, remember, client_id AS "clientId",
  client_name AS "clientName", created_at AS "createdAt", expires_at AS "expiresAt"`
const findAttempt = statement<AttemptRow>(`SELECT ${attemptColumns} FROM sign_in_attempts WHERE token_hash = $1`)
const countTry = statement('UPDATE sign_in_attempts SET tries = tries + 1 WHERE id = $1 AND tries < $2')
const removeUsable = statement('DELETE FROM sign_in_attempts WHERE id = $1 AND user_id = $2 AND expires_at > $3')
const trustedColumns = `
  id, user_id AS "userId", token_hash AS "tokenHash", name, ip, created_at AS "createdAt",
  last_used_at AS "lastUsedAt", expires_at AS "expiresAt"`
const listTrusted = statement<TrustedDevice>(`
  SELECT ${trustedColumns} FROM trusted_devices WHERE user_id = $1 AND expires_at > $2
  ORDER BY last_used_at DESC, id DESC`)
const insertTrusted = statement(`
  INSERT INTO trusted_devices (id, user_id, token_hash, name, ip, created_at, last_used_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)
const removeTrusted = statement<TrustedDevice>(
  `DELETE FROM trusted_devices WHERE id = $1 AND user_id = $2 RETURNING ${trustedColumns}`,
)
const listOtherwise = statement<Pick<TotpCredential, 'userId' | 'sealedSecret'>>(`
  SELECT user_id AS "userId", sealed_secret AS "sealedSecret" FROM totp_credentials
  WHERE (left(sealed_secret, 8) < $1 OR left(sealed_secret, 8) > $1) AND user_id > $2 ORDER BY user_id LIMIT $3`)
const reseal = statement('UPDATE totp_credentials SET sealed_secret = $3 WHERE user_id = $1 AND sealed_secret = $2')
const deleteOldAttempts = statement(`
  DELETE FROM sign_in_attempts WHERE id = ANY (
    ARRAY (SELECT id FROM sign_in_attempts WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
  )`)
const deleteOldTrusted = statement(`
  DELETE FROM trusted_devices WHERE id = ANY (
    ARRAY (SELECT id FROM trusted_devices WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
  )`)

interface AttemptRow extends Omit<SignInAttempt, 'client'> {
  readonly clientId: string | null
  readonly clientName: string | null
}

function attemptOf({ clientId, clientName, ...row }: AttemptRow): SignInAttempt {
  return { ...row, client: clientId === null || clientName === null ? null : { id: clientId, name: clientName } }
}

export function createPostgresSecondFactorStore({
  reads,
  writes,
  transaction,
  record,
}: PostgresEngine): SecondFactorStore {
  return {
    async findState(userId) {
      const totp = await reads.row(findTotp, userId)
      const codes = await reads.row(countCodes, userId)
      return { totpSince: totp?.createdAt ?? null, recoveryCodesLeft: codes?.left ?? 0 }
    },
    findTotp: (userId) => reads.row(findTotp, userId),
    findRecoveryCode: (userId, slot) => reads.row(findCode, userId, slot),
    addTotp: ({ totp, recoveryCodes, rotation }, recordAddition) =>
      transaction(async (connection) => {
        const { userId, sealedSecret, lastStep, createdAt } = totp
        await lockUsers(connection, userId)
        if ((await connection.row(findTotp, userId)) !== null) return 'has_totp'
        if (!(await rotate(connection, rotation))) return 'session_ended'
        await connection.run(insertTotp, userId, sealedSecret, lastStep, createdAt)
        await replaceRecoveryCodes(connection, userId, recoveryCodes)
        await record(connection, recordAddition, rotation)
        return 'added'
      }),
    removeTotp: (userId, recordRemoval) =>
      transaction(async (connection) => {
        await lockUsers(connection, userId)
        if (!(await removeTotp(connection, userId))) return false
        await record(connection, recordRemoval, userId)
        return true
      }),
    replaceRecoveryCodes: ({ userId, recoveryCodes }, recordReplacement) =>
      transaction(async (connection) => {
        await lockUsers(connection, userId)
        if ((await connection.row(findTotp, userId)) === null) return false
        await replaceRecoveryCodes(connection, userId, recoveryCodes)
        await record(connection, recordReplacement, userId)
        return true
      }),
    async findAttempt(tokenHash) {
      const row = await reads.row(findAttempt, tokenHash)
      return row === null ? null : attemptOf(row)
    },
    countTry: async (id, max) => (await writes.run(countTry, id, max)) === 1,
    complete: ({ id, userId, now, use, start, trust }, recordStart) =>
      transaction(async (connection) => {
        await lockForStart(connection, start)
        if ((await connection.run(removeUsable, id, userId, now)) === 0) return 'attempt_ended'
        if (!(await useFactor(connection, userId, use))) throw new CodeUsed()
        if (trust !== null) {
          const { tokenHash, name, ip, createdAt, lastUsedAt, expiresAt } = trust
          const times = [createdAt, lastUsedAt, expiresAt]
          await connection.run(insertTrusted, trust.id, userId, tokenHash, name, ip, ...times)
        }
        return record(connection, recordStart, await startSession(connection, start))
      }).catch(codeUsed('code_used' as const)),
    stepUp: ({ userId, use, rotation }, recordRotation) =>
      transaction(async (connection) => {
        await lockUsers(connection, userId)
        if (!(await rotate(connection, rotation))) return false
        if (!(await useFactor(connection, userId, use))) throw new CodeUsed()
        await record(connection, recordRotation, rotation)
        return true
      }).catch(codeUsed(false)),
    listTrustedDevices: (userId, now) => reads.rows(listTrusted, userId, now),
    removeTrustedDevice: ({ id, userId }, recordRemoval) =>
      transaction(async (connection) => {
        const device = await connection.row(removeTrusted, id, userId)
        if (device === null) return false
        await record(connection, recordRemoval, device)
        return true
      }),
    listTotpSealedOtherwise: (secretId, after, limit) => reads.rows(listOtherwise, secretId, after ?? '', limit),
    resealTotp: async ({ userId, from, to }) => (await writes.run(reseal, userId, from, to)) === 1,
    deleteExpiredBefore: async (moment, limit) =>
      (await writes.run(deleteOldAttempts, moment, limit)) + (await writes.run(deleteOldTrusted, moment, limit)),
  }
}

/** The factor was used up before, or has changed: the transaction is undone. */
class CodeUsed extends Error {}

function codeUsed<Outcome>(outcome: Outcome): (error: unknown) => Outcome {
  return (error) => {
    if (error instanceof CodeUsed) return outcome
    throw error
  }
}
