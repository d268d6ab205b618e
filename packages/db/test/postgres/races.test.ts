import { fileURLToPath } from 'node:url'
import { describeRaces, type Racers } from '@latchkey/auth/testing'
import { inject } from 'vitest'
import { createPostgresStores, openPostgres } from '../../src/postgres/index.ts'
import { createTestDatabase } from '../../src/testing/index.ts'
import { startProcesses } from '../two-processes.ts'

const program = fileURLToPath(new URL('race-process.ts', import.meta.url))

/** Two processes over one database, each with four connections. */
async function startRacers(): Promise<Racers> {
  const { url, drop } = await createTestDatabase(inject('postgres'))
  const connections = openPostgres({ url })
  const processes = await startProcesses(program, url)
  return {
    stores: createPostgresStores(connections),
    race: processes.race,
    async close() {
      processes[Symbol.dispose]()
      await connections.close()
      await drop()
    },
  }
}

describeRaces('postgres', startRacers, inject('raceRounds'))
