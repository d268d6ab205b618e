import type { User, UserStore } from '@latchkey/auth'
import type { PostgresEngine } from '../engine.ts'
import { statement } from '../statement.ts'
import { userColumns } from './session-rows.ts'

const find = statement<User>(`SELECT ${userColumns} FROM users u WHERE u.id = $1`)
const findByEmail = statement<User>(`SELECT ${userColumns} FROM users u WHERE u.email = $1`)
const rename = statement('UPDATE users SET name = $2 WHERE id = $1')
const insert = statement(`
  INSERT INTO users (id, email, email_proven_at, name, role, created_at) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (email) DO NOTHING`)

/** Inserts a user, in the transaction of the connection; `false` when the address has one. */
export async function insertUser(connection: PostgresEngine['writes'], user: User): Promise<boolean> {
  const { id, email, emailProvenAt, name, role, createdAt } = user
  return (await connection.run(insert, id, email, emailProvenAt, name, role, createdAt)) === 1
}

export function createPostgresUserStore({ reads, transaction, record }: PostgresEngine): UserStore {
  return {
    find: (id) => reads.row(find, id),
    findByEmail: (email) => reads.row(findByEmail, email),
    rename: ({ id, name }, recordName) =>
      transaction(async (connection) => {
        await connection.run(rename, id, name)
        await record(connection, recordName, name)
      }),
  }
}
