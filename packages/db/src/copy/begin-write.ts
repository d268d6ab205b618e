import { setTimeout } from 'node:timers/promises'
import type { SqliteDatabase } from '../sqlite/open-database.ts'
import { lockedError, type Side } from './copy-error.ts'

/** Milliseconds between two tries to get the lock, each of which waits by itself for a while. */
const pause = 10

/**
 * Begins a transaction under the write lock of a SQLite file: until it ends all other connections can read and not write.
 * Waits for the lock of another program for some milliseconds.
 *
 * @throws CopyError where that is not enough
 */
export async function beginWrite({ $client }: SqliteDatabase, side: Side, lockTimeout: number): Promise<void> {
  const since = performance.now()
  for (;;) {
    try {
      $client.exec('BEGIN IMMEDIATE')
      return
    } catch (error) {
      if (!isLocked(error)) throw error
      if (performance.now() - since >= lockTimeout) throw lockedError(side)
    }
    // oxlint-disable-next-line no-await-in-loop -- one try after the other is the point
    await setTimeout(pause)
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}
