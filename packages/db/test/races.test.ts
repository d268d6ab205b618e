import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeRaces, type Racers } from '@latchkey/auth/testing'
import { closeDatabase, createSqliteStores, migrateDatabase, openDatabase } from '../src/sqlite/index.ts'
import { inject } from 'vitest'
import { startProcesses } from './two-processes.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How often each race is run. */
    readonly raceRounds: number
  }
}

const program = fileURLToPath(new URL('race-process.ts', import.meta.url))

/** Two processes over one file, each with a connection of its own. */
async function startRacers(): Promise<Racers> {
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
      processes[Symbol.dispose]()
      closeDatabase(db)
      rmSync(folder, { recursive: true })
    },
  }
}

describeRaces('sqlite', startRacers, inject('raceRounds'))
