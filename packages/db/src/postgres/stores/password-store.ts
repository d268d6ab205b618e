import { maxParametersInUse, type PasswordStore, type User } from '@latchkey/auth'
import type { UserId } from '@latchkey/schema'
import type { Connection } from '../connection.ts'
import type { PostgresEngine } from '../engine.ts'
import { statement } from '../statement.ts'
import { countIdentities } from './identity-store.ts'
import {
  deleteUnfinished,
  endLocked,
  lockForStart,
  lockLiveSessions,
  lockUsers,
  rotate,
  startSession,
} from './session-changes.ts'
import { userColumns } from './session-rows.ts'
import { insertUser } from './user-store.ts'

const findByEmail = statement<User & { readonly hash: string | null }>(`
  SELECT ${userColumns}, c.hash FROM users u LEFT JOIN password_credentials c ON c.user_id = u.id WHERE u.email = $1`)
const findHash = statement<{ hash: string }>('SELECT hash FROM password_credentials WHERE user_id = $1')
// Locked, so that no rehash comes between the comparison and the change.
const lockHash = statement<{ hash: string }>(
  'SELECT hash FROM password_credentials WHERE user_id = $1 FOR NO KEY UPDATE',
)
// A step in the index for each set of parameters, however many rows have it.
const parametersInUse = statement<{ parameters: string }>(`
  WITH RECURSIVE used (parameters, number) AS (
    (SELECT parameters, 1 FROM password_credentials ORDER BY parameters LIMIT 1)
    UNION ALL
    SELECT next.parameters, used.number + 1 FROM used CROSS JOIN LATERAL (
      SELECT parameters FROM password_credentials c WHERE c.parameters > used.parameters ORDER BY parameters LIMIT 1
    ) AS next WHERE used.number < $1
  )
  SELECT parameters FROM used ORDER BY parameters`)
const insert = statement(`
  INSERT INTO password_credentials (user_id, hash, created_at, changed_at) VALUES ($1, $2, $3, $3)
  ON CONFLICT (user_id) DO NOTHING`)
const rehash = statement('UPDATE password_credentials SET hash = $3 WHERE user_id = $1 AND hash = $2')
const change = statement('UPDATE password_credentials SET hash = $2, changed_at = $3 WHERE user_id = $1')

async function hashOf(connection: Connection, userId: UserId): Promise<string | null> {
  return (await connection.row(findHash, userId))?.hash ?? null
}

export function createPostgresPasswordStore({ reads, writes, transaction, record }: PostgresEngine): PasswordStore {
  return {
    signUp: ({ user, hash, start }, recordStart) =>
      transaction(async (connection) => {
        await lockForStart(connection, start)
        if (!(await insertUser(connection, user))) return 'email_taken'
        await connection.run(insert, user.id, hash, user.createdAt)
        return record(connection, recordStart, await startSession(connection, start))
      }),
    signIn: ({ userId, hash, start }, recordStart) =>
      transaction(async (connection) => {
        await lockForStart(connection, start)
        if ((await hashOf(connection, userId)) !== hash) return null
        return record(connection, recordStart, await startSession(connection, start))
      }),
    async findByEmail(email) {
      const row = await reads.row(findByEmail, email)
      if (row === null) return null
      const { hash, ...user } = row
      return { user, hash }
    },
    findHash: (userId) => hashOf(reads, userId),
    async parametersInUse() {
      return (await reads.rows(parametersInUse, maxParametersInUse)).map(({ parameters }) => parameters)
    },
    set: ({ userId, hash, rotation, now }, recordRotation) =>
      transaction(async (connection) => {
        await lockUsers(connection, userId)
        if ((await hashOf(connection, userId)) !== null) return 'has_password'
        if (!(await rotate(connection, rotation))) return 'session_ended'
        await connection.run(insert, userId, hash, now)
        await record(connection, recordRotation, rotation)
        return 'set'
      }),
    rehash: async ({ userId, from, to }) => (await writes.run(rehash, userId, from, to)) === 1,
    change: ({ userId, from, to, rotation, ending }, recordEndings) =>
      transaction(async (connection) => {
        await lockUsers(connection, userId)
        if ((await connection.row(lockHash, userId))?.hash !== from) return null
        const locked = await lockLiveSessions(connection, userId)
        if (!(await rotate(connection, rotation))) return null
        await connection.run(change, userId, to, ending.at)
        await deleteUnfinished(connection, userId)
        const others = locked.filter(({ id }) => id !== rotation.id)
        const ended = await endLocked(connection, others, ending)
        const connectedAccounts = await countIdentities(connection, userId)
        return record(connection, recordEndings, { ended, connectedAccounts })
      }),
  }
}
