import { setTimeout } from 'node:timers/promises'

/** Milliseconds between the tries: most locks are one commit of another process. Together as long as a lock is waited for. */
const pauses = [1, 2, 4, 8, 15, 20, 25, 25]

/**
 * Does synchronous work that may find the database locked by another process, again after a pause while it does. The
 * process goes on meanwhile: SQLite's own waiting would stop it, and each waiting write would stop it once more.
 *
 * @throws the error of the last try, with the code `SQLITE_BUSY`, when the lock lasts longer than 100 milliseconds
 */
export async function retryWhileLocked<T>(work: () => T | Promise<T>): Promise<T> {
  for (const pause of pauses) {
    try {
      // oxlint-disable-next-line eslint/no-await-in-loop -- one try after the other is the point
      return await work()
    } catch (error) {
      if (!isLocked(error)) throw error
    }
    // oxlint-disable-next-line eslint/no-await-in-loop
    await setTimeout(pause)
  }
  return work()
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}
