import type { Pool } from 'pg'

/** Closes the connections of a pool that nothing uses now. */
export async function closeIdle(pool: Pool): Promise<void> {
  for (let left = pool.idleCount; left > 0 && pool.idleCount > 0; left -= 1) {
    // oxlint-disable-next-line no-await-in-loop -- an idle connection is there at once
    const client = await pool.connect()
    client.release(true)
  }
}
