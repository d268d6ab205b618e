import type { PostgresConnections } from './open-postgres.ts'

const begin = `BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0`
const tryLock = 'SELECT pg_try_advisory_xact_lock(hashtext($1)) AS "isMine"'

/**
 * Does work unless another server over the same PostgreSQL does work of that name now; returns whether it was done. The lock
 * ends with the connection that holds it, so that of a server that crashes as well.
 */
export async function atOneServer(
  { pool }: Pick<PostgresConnections, 'pool'>,
  name: string,
  work: () => Promise<void>,
): Promise<boolean> {
  const client = await pool.connect()
  let isBroken = true
  try {
    await client.query(begin)
    const { rows } = await client.query<{ isMine: boolean }>(tryLock, [`latchkey.${name}`])
    const isMine = rows[0]?.isMine === true
    try {
      if (isMine) await work()
    } finally {
      await client.query('ROLLBACK')
      isBroken = false
    }
    return isMine
  } finally {
    client.release(isBroken)
  }
}
