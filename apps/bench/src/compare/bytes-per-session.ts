import { copyFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { callOk } from '../call.ts'
import { fillDatabase, sessionsPerUser } from '../fill-database.ts'
import type { Bench } from '../run-bench.ts'
import { startServer } from '../start-server.ts'

const users = 5000

/**
 * Returns how many bytes a live session takes in the database file with its indexes, without its events: the size of a
 * packed file with sessions, less that of the same file without, by their number.
 */
export async function bytesPerSession(bench: Bench): Promise<number> {
  const file = join(bench.folder, 'bytes.db')
  const { url, stop } = await startServer(bench, file)
  await callOk(url, 'auth.signUp', {
    input: { email: 'first@example.com', password: 'correct horse battery', name: 'Ada' },
  })
  await stop()
  fillDatabase(file, users)
  const without = `${file}.without`
  const kept = packedSize(
    file,
    'UPDATE sessions SET ended_at = NULL, end_reason = NULL, token_hash = coalesce(token_hash, ended_token_hash), ended_token_hash = NULL',
  )
  copyFileSync(file, without)
  const empty = packedSize(without, 'DELETE FROM sessions')
  return Math.round((kept - empty) / (users * sessionsPerUser))
}

/** Runs a statement in a database file and packs it; returns its size in bytes. */
function packedSize(file: string, statement: string): number {
  const database = new DatabaseSync(file)
  database.exec(`PRAGMA foreign_keys = OFF; ${statement}; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)`)
  database.close()
  return statSync(file).size
}
