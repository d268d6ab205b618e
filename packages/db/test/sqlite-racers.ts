import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Racers } from '@latchkey/auth/testing'
import { closeDatabase, createSqliteStores, migrateDatabase, openDatabase } from '../src/sqlite/index.ts'
import { startProcesses } from './two-processes.ts'

const program = fileURLToPath(new URL('race-process.ts', import.meta.url))

/** Starts two processes over one file, each with a connection of its own. */
export async function startSqliteRacers(): Promise<Racers> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const file = join(folder, 'test.db')
  const db = openDatabase(file)
  migrateDatabase(db)
  const stores = await createSqliteStores(db)
  db.$client.pragma('busy_timeout = 10000')
  const processes = await startProcesses(program, file)
  return {
    stores,
    race: processes.race,
    async close() {
      await processes.end()
      closeDatabase(db)
      rmSync(folder, { recursive: true })
    },
  }
}
