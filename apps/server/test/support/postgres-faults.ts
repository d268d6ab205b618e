import { openPostgres } from '@latchkey/db/postgres'
import type { StartedPostgres } from '@latchkey/db/testing'

/** Makes a PostgreSQL fail; resolves once it takes connections again. */
export type PostgresFault = (postgres: StartedPostgres) => Promise<void>

/** As an operator does it: every connection is cut. */
export const restart: PostgresFault = async ({ shutDown, start }) => {
  await shutDown()
  await start()
}

/** Ends all its processes with SIGKILL. */
export const killAll: PostgresFault = async ({ kill, start }) => {
  await kill()
  await start()
}

/** Ends the process behind one connection with SIGKILL: PostgreSQL cuts all others, and recovers as after a crash. */
export const killConnection: PostgresFault = async ({ url }) => {
  const { pool, close } = openPostgres({ url, maxConnections: 1 })
  try {
    const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    const pid = rows[0]?.pid ?? 0
    process.kill(pid, 'SIGKILL')
    const isListed = async (): Promise<boolean> => {
      try {
        return (await pool.query<object>('SELECT FROM pg_stat_activity WHERE pid = $1', [pid])).rowCount !== 0
      } catch {
        // It recovers.
        return true
      }
    }
    while (await isListed());
  } finally {
    await close()
  }
}
