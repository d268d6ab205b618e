import type { Passkey, PasskeyChallenge, PasskeyStore, PasskeyUse, User } from '@latchkey/auth'
import type { Connection } from '../connection.ts'
import type { PostgresEngine } from '../engine.ts'
import { statement } from '../statement.ts'
import { holdSession, lockForStart, lockUsers, rotate, startSession } from './session-changes.ts'
import { userColumns } from './session-rows.ts'

const insertChallenge = statement(`
  INSERT INTO passkey_challenges (hash, browser_hash, purpose, user_id, session_id, created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`)
const findChallenge = statement<PasskeyChallenge>(`
  SELECT hash, browser_hash AS "browserHash", purpose, user_id AS "userId", session_id AS "sessionId",
    created_at AS "createdAt", expires_at AS "expiresAt"
  FROM passkey_challenges WHERE hash = $1`)
const deleteChallenge = statement('DELETE FROM passkey_challenges WHERE hash = $1')
const takeChallenge = statement('DELETE FROM passkey_challenges WHERE hash = $1 AND expires_at > $2')
const passkeyColumns = `
  id, user_id AS "userId", credential_id AS "credentialId", public_key AS "publicKey", counter::float8 AS counter,
  transports, aaguid, backup_eligible AS "backupEligible", backed_up AS "backedUp", name, created_at AS "createdAt",
  last_used_at AS "lastUsedAt"`
const findByCredential = statement<Passkey>(`SELECT ${passkeyColumns} FROM passkeys WHERE credential_id = $1`)
const findUser = statement<User>(`SELECT ${userColumns} FROM users u WHERE u.id = $1`)
const listByUser = statement<Passkey>(
  `SELECT ${passkeyColumns} FROM passkeys WHERE user_id = $1 ORDER BY passkeys.created_at, id`,
)
const countOwn = statement<{ found: number }>('SELECT count(*)::integer AS found FROM passkeys WHERE user_id = $1')
const insert = statement(`
  INSERT INTO passkeys (id, user_id, credential_id, public_key, counter, transports, aaguid, backup_eligible, backed_up,
    name, created_at, last_used_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (credential_id) DO NOTHING`)
const recordUse = statement(`
  UPDATE passkeys SET counter = $3, backed_up = $4, last_used_at = $5
  WHERE id = $1 AND user_id = $2 AND (counter < $3 OR (counter = 0 AND $3 = 0))`)
const rename = statement<Passkey>(
  `UPDATE passkeys SET name = $3 WHERE id = $1 AND user_id = $2 RETURNING ${passkeyColumns}`,
)
const findOwn = statement<Passkey>(`SELECT ${passkeyColumns} FROM passkeys WHERE id = $1 AND user_id = $2`)
const hasOther = statement<object>(`
  SELECT FROM passkeys WHERE user_id = $1 AND id <> $2
  UNION ALL SELECT FROM password_credentials WHERE user_id = $1
  UNION ALL SELECT FROM identities WHERE user_id = $1 AND provider = ANY($3::text[])`)
const remove = statement('DELETE FROM passkeys WHERE id = $1')
const deleteOld = statement(`
  DELETE FROM passkey_challenges WHERE hash = ANY (
    ARRAY (SELECT hash FROM passkey_challenges WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
  )`)

async function insertPasskey(connection: Connection, passkey: Passkey): Promise<boolean> {
  const { id, userId, credentialId, publicKey, counter, transports, aaguid } = passkey
  const { backupEligible, backedUp, name, createdAt, lastUsedAt } = passkey
  const key = [credentialId, publicKey, counter, JSON.stringify(transports), aaguid, backupEligible, backedUp]
  return (await connection.run(insert, id, userId, ...key, name, createdAt, lastUsedAt)) === 1
}

/** Uses up the challenge, and stores the use, with the user locked. @throws Refused when that is not possible */
async function useUp(connection: Connection, { id, userId, counter, backedUp, challenge, now }: PasskeyUse) {
  if ((await connection.run(takeChallenge, challenge, now)) === 0) throw new Refused('challenge_ended')
  const used = await connection.run(recordUse, id, userId, counter, backedUp, now)
  if (used === 0) throw new Refused('passkey_changed')
}

export function createPostgresPasskeyStore({ reads, writes, transaction, record }: PostgresEngine): PasskeyStore {
  return {
    async insertChallenge({ hash, browserHash, purpose, userId, sessionId, createdAt, expiresAt }) {
      await writes.run(insertChallenge, hash, browserHash, purpose, userId, sessionId, createdAt, expiresAt)
    },
    findChallenge: (hash) => reads.row(findChallenge, hash),
    async deleteChallenge(hash) {
      await writes.run(deleteChallenge, hash)
    },
    async findByCredential(credentialId) {
      const passkey = await reads.row(findByCredential, credentialId)
      if (passkey === null) return null
      const user = await reads.row(findUser, passkey.userId)
      return user === null ? null : { passkey, user }
    },
    listByUser: (userId) => reads.rows(listByUser, userId),
    add: ({ passkey, challenge, token, max, now }, recordAddition) =>
      transaction(async (connection) => {
        const { userId } = passkey
        await lockUsers(connection, userId)
        if (!(await holdSession(connection, { token, userId, now }))) return 'session_ended'
        if ((await connection.run(takeChallenge, challenge, now)) === 0) return 'challenge_ended'
        const own = await connection.row(countOwn, userId)
        if ((own?.found ?? 0) >= max) throw new Refused('too_many')
        if (!(await insertPasskey(connection, passkey))) throw new Refused('credential_taken')
        await record(connection, recordAddition, passkey)
        return 'added'
      }).catch(refusal('too_many', 'credential_taken')),
    signIn: ({ use, start }, recordStart) =>
      transaction(async (connection) => {
        await lockForStart(connection, start)
        // The sessions are locked before the passkey, as by a step-up.
        const started = await startSession(connection, start)
        await useUp(connection, use)
        return record(connection, recordStart, started)
      }).catch(refusal('challenge_ended', 'passkey_changed')),
    stepUp: ({ use, rotation }, recordRotation) =>
      transaction(async (connection) => {
        await lockUsers(connection, use.userId)
        if (!(await rotate(connection, rotation))) return 'session_ended'
        await useUp(connection, use)
        await record(connection, recordRotation, rotation)
        return 'stepped_up'
      }).catch(refusal('challenge_ended', 'passkey_changed')),
    rename: ({ id, userId }, name, recordName) =>
      transaction(async (connection) => {
        await lockUsers(connection, userId)
        const renamed = await connection.row(rename, id, userId, name)
        return renamed === null ? null : record(connection, recordName, renamed)
      }),
    remove: ({ id, userId, usableProviders }, recordRemoval) =>
      transaction(async (connection) => {
        await lockUsers(connection, userId)
        const passkey = await connection.row(findOwn, id, userId)
        if (passkey === null) return 'unknown'
        if ((await connection.row(hasOther, userId, id, usableProviders)) === null) return 'last_sign_in_method'
        await connection.run(remove, id)
        await record(connection, recordRemoval, passkey)
        return 'removed'
      }),
    deleteExpiredBefore: (moment, limit) => writes.run(deleteOld, moment, limit),
  }
}

/** The change is not made: its transaction is undone. */
class Refused extends Error {
  readonly outcome: 'challenge_ended' | 'passkey_changed' | 'too_many' | 'credential_taken'

  constructor(outcome: Refused['outcome']) {
    super(outcome)
    this.outcome = outcome
  }
}

/** Returns the outcome for which a transaction was undone, if it is one of these. */
function refusal<Outcome extends Refused['outcome']>(...promised: readonly Outcome[]): (error: unknown) => Outcome {
  return (error) => {
    const outcome = promised.find((one) => error instanceof Refused && error.outcome === one)
    if (outcome === undefined) throw error
    return outcome
  }
}
