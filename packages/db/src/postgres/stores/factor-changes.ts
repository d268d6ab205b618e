import type { FactorUse, RecoveryCode } from '@latchkey/auth'
import type { UserId } from '@latchkey/schema'
import type { Connection } from '../connection.ts'
import { statement } from '../statement.ts'

/* Changes to second factors that several stores make, each in the transaction of its caller, with the user locked. */

const totp = statement<object>('SELECT FROM totp_credentials WHERE user_id = $1')
const useStep = statement(
  'UPDATE totp_credentials SET last_step = $3 WHERE user_id = $1 AND sealed_secret = $2 AND last_step < $3',
)
const useCode = statement('DELETE FROM recovery_codes WHERE id = $1 AND user_id = $2')
const insertCodes = statement(`
  INSERT INTO recovery_codes (id, user_id, slot, hash, created_at)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])`)
const deleteTotp = statement('DELETE FROM totp_credentials WHERE user_id = $1 AND created_at >= $2')
const deleteCodes = statement('DELETE FROM recovery_codes WHERE user_id = $1 AND created_at >= $2')
const deleteTrusted = statement('DELETE FROM trusted_devices WHERE user_id = $1 AND created_at >= $2')
const deleteAttempts = statement('DELETE FROM sign_in_attempts WHERE user_id = $1')
const deletePasskeys = statement('DELETE FROM passkeys WHERE user_id = $1')

/** Before every moment. */
const everSince = new Date(0)

/** Whether a user has two-step verification. */
export async function hasTotp(connection: Connection, userId: UserId): Promise<boolean> {
  return (await connection.row(totp, userId)) !== null
}

/** Uses up a factor of a user; `false` when that is not possible. */
export async function useFactor(connection: Connection, userId: UserId, use: FactorUse): Promise<boolean> {
  const changed =
    use.factor === 'totp'
      ? await connection.run(useStep, userId, use.sealedSecret, use.step)
      : await connection.run(useCode, use.id, userId)
  return changed === 1
}

/** Stores recovery codes in place of those that the user may have. */
export async function replaceRecoveryCodes(
  connection: Connection,
  userId: UserId,
  codes: readonly RecoveryCode[],
): Promise<void> {
  await connection.run(deleteCodes, userId, everSince)
  await connection.run(
    insertCodes,
    codes.map(({ id }) => id),
    codes.map((code) => code.userId),
    codes.map(({ slot }) => slot),
    codes.map(({ hash }) => hash),
    codes.map(({ createdAt }) => createdAt),
  )
}

/** Removes the authenticator app of a user with what it made possible; returns whether they had one. */
export function removeTotp(connection: Connection, userId: UserId): Promise<boolean> {
  return removeTotpSince(connection, userId, everSince)
}

/** Removes the passkeys of a user, and the second factors that were added since a moment; `null` for all. */
export async function removeFactors(connection: Connection, userId: UserId, since: Date | null): Promise<void> {
  await removeTotpSince(connection, userId, since ?? everSince)
  await connection.run(deletePasskeys, userId)
}

async function removeTotpSince(connection: Connection, userId: UserId, since: Date): Promise<boolean> {
  const isRemoved = (await connection.run(deleteTotp, userId, since)) === 1
  const made = isRemoved ? everSince : since
  await connection.run(deleteCodes, userId, made)
  await connection.run(deleteTrusted, userId, made)
  if (isRemoved) await connection.run(deleteAttempts, userId)
  return isRemoved
}
