import pg from 'pg'
import { lockedError, type Side } from './copy-error.ts'

/** A copy may take longer than a request. */
const limits = `
  SELECT set_config('lock_timeout', $1, false), set_config('statement_timeout', '0', false),
    set_config('idle_in_transaction_session_timeout', '0', false)`

/** Connects to a PostgreSQL; a lock is waited for at most `lockTimeout` milliseconds. */
export async function connectPostgres(url: string, lockTimeout: number): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'latchkey copy',
    keepAlive: true,
    connectionTimeoutMillis: 5000,
  })
  // What uses it is told by its query.
  client.on('error', () => undefined)
  await client.connect()
  await client.query(limits, [String(lockTimeout)])
  return client
}

/** SQLSTATE of a lock that was waited for too long, and of two programs that waited for each other. */
const locked = new Set(['55P03', '40P01'])

/**
 * Begins a transaction with a statement that locks tables, so that until it ends all others can read and not change them.
 *
 * @throws CopyError where another program does not let go of one of the tables in time
 */
export async function beginLocked(client: pg.Client, lock: string, side: Side): Promise<void> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
  try {
    // Before any other statement: what the transaction sees is decided by the first that reads.
    await client.query(lock)
  } catch (error) {
    await client.query('ROLLBACK')
    throw error instanceof pg.DatabaseError && locked.has(error.code ?? '') ? lockedError(side) : error
  }
}
