import type { Identity, IdentityStore, IdentityUse, User } from '@latchkey/auth'
import type { UserId } from '@latchkey/schema'
import type { Connection } from '../connection.ts'
import type { PostgresEngine } from '../engine.ts'
import { statement } from '../statement.ts'
import { hasTotp } from './factor-changes.ts'
import { AddressReserved, insertUnprovenUser } from './reserved-addresses.ts'
import { holdSession, lockForStart, lockUsers, rotate, startSession } from './session-changes.ts'
import { userColumns } from './session-rows.ts'

const identityColumns = `
  i.id, i.user_id AS "userId", i.provider, i.issuer, i.subject, i.email, i.linked_at AS "linkedAt",
  i.last_used_at AS "lastUsedAt"`
const findByKey = statement<Identity>(`
  SELECT ${identityColumns} FROM identities i WHERE i.issuer = $1 AND i.subject = $2`)
const findUser = statement<User>(`SELECT ${userColumns} FROM users u WHERE u.id = $1`)
const listByUser = statement<Identity>(
  `SELECT ${identityColumns} FROM identities i WHERE i.user_id = $1 ORDER BY i.linked_at, i.id`,
)
const findOwn = statement<Identity>(`SELECT ${identityColumns} FROM identities i WHERE i.id = $1 AND i.user_id = $2`)
const insert = statement(`
  INSERT INTO identities (id, user_id, provider, issuer, subject, email, linked_at, last_used_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (issuer, subject) DO NOTHING`)
const use = statement('UPDATE identities SET email = $2, last_used_at = $3 WHERE id = $1')
const hasOther = statement<object>(`
  SELECT FROM identities WHERE user_id = $1 AND id <> $2 AND provider = ANY($3::text[])
  UNION ALL SELECT FROM password_credentials WHERE user_id = $1
  UNION ALL SELECT FROM passkeys WHERE user_id = $1 AND $4`)
const count = statement<{ count: number }>('SELECT count(*)::integer AS count FROM identities WHERE user_id = $1')
const remove = statement('DELETE FROM identities WHERE id = $1')

async function insertIdentity(connection: Connection, identity: Identity): Promise<boolean> {
  const { id, userId, provider, issuer, subject, email, linkedAt, lastUsedAt } = identity
  const values = [id, userId, provider, issuer, subject, email, linkedAt, lastUsedAt]
  return (await connection.run(insert, ...values)) === 1
}

/** Returns how many identities a user has, in the transaction of the connection. */
export async function countIdentities(connection: Connection, userId: UserId): Promise<number> {
  return (await connection.row(count, userId))?.count ?? 0
}

async function recordUse(connection: Connection, { id, email, now }: IdentityUse): Promise<void> {
  await connection.run(use, id, email, now)
}

export function createPostgresIdentityStore({ reads, writes, transaction, record }: PostgresEngine): IdentityStore {
  return {
    async findByKey({ issuer, subject }) {
      const identity = await reads.row(findByKey, issuer, subject)
      if (identity === null) return null
      const user = await reads.row(findUser, identity.userId)
      return user === null ? null : { identity, user }
    },
    listByUser: (userId) => reads.rows(listByUser, userId),
    signUp: ({ user, identity, start }, recordStart) =>
      transaction(async (connection) => {
        const { issuer, subject } = identity
        // Before the identity, which a link by the session that is replaced would wait for, with its user locked.
        await lockForStart(connection, start)
        if ((await connection.row(findByKey, issuer, subject)) !== null) return 'identity_taken'
        if (!(await insertUnprovenUser(connection, user, user.createdAt))) return 'email_taken'
        if (!(await insertIdentity(connection, identity))) throw new IdentityTaken()
        return record(connection, recordStart, await startSession(connection, start))
      }).catch((error: unknown) => {
        if (error instanceof IdentityTaken) return 'identity_taken'
        if (error instanceof AddressReserved) return 'email_reserved'
        throw error
      }),
    signIn: ({ use: used, start }, recordStart) =>
      transaction(async (connection) => {
        await lockForStart(connection, start)
        if ((await connection.row(findOwn, used.id, start.session.userId)) === null) return null
        // The sessions are locked before the identity, as by a step-up.
        const started = await startSession(connection, start)
        await recordUse(connection, used)
        return record(connection, recordStart, started)
      }),
    linkAndSignIn: ({ identity, start }, recordStart) =>
      transaction(async (connection) => {
        await lockForStart(connection, start)
        if (await hasTotp(connection, identity.userId)) return 'second_factor_due'
        if (!(await insertIdentity(connection, identity))) return null
        return record(connection, recordStart, await startSession(connection, start))
      }),
    link: ({ identity, token, now }, recordLink) =>
      transaction(async (connection) => {
        await lockUsers(connection, identity.userId)
        if (!(await holdSession(connection, { token, userId: identity.userId, now }))) return 'session_ended'
        if (!(await insertIdentity(connection, identity))) return 'identity_taken'
        await record(connection, recordLink, identity)
        return 'linked'
      }),
    recordUse: (used) => recordUse(writes, used),
    stepUp: ({ use: used, rotation }, recordRotation) =>
      transaction(async (connection) => {
        if (!(await rotate(connection, rotation))) return false
        await recordUse(connection, used)
        await record(connection, recordRotation, rotation)
        return true
      }),
    remove: ({ id, userId, usableProviders, usablePasskeys }, recordRemoval) =>
      transaction(async (connection) => {
        await lockUsers(connection, userId)
        const identity = await connection.row(findOwn, id, userId)
        if (identity === null) return 'unknown'
        const other = await connection.row(hasOther, userId, id, usableProviders, usablePasskeys)
        if (other === null) return 'last_sign_in_method'
        await connection.run(remove, id)
        await record(connection, recordRemoval, identity)
        return 'removed'
      }),
  }
}

/** Another sign-up took the identity after this one had looked: its transaction is undone. */
class IdentityTaken extends Error {}
