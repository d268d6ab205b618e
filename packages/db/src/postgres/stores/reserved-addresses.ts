import type { User } from '@latchkey/auth'
import type { Connection } from '../connection.ts'
import { statement } from '../statement.ts'
import { insertUser } from './user-store.ts'

const findUndo = statement<object>(`
  SELECT FROM challenges WHERE kind = 'undo_email_change' AND email = $1 AND expires_at > $2 LIMIT 1`)

/** An undo of a change of address waits for the address of a user who was inserted: the transaction is undone. */
export class AddressReserved extends Error {}

/**
 * Inserts a user without a proven address, in the transaction of the connection; `false` when the address has one. The undo is
 * looked for after the insertion, which waits for a change of address that is under way and stores one.
 *
 * @throws AddressReserved
 */
export async function insertUnprovenUser(connection: Connection, user: User, now: Date): Promise<boolean> {
  if (!(await insertUser(connection, user))) return false
  if ((await connection.row(findUndo, user.email, now)) !== null) throw new AddressReserved()
  return true
}
