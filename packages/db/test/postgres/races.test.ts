import { describeRaces } from '@latchkey/auth/testing'
import { inject } from 'vitest'
import { createTestDatabase } from '../../src/testing/index.ts'
import { startPostgresRacers } from './postgres-racers.ts'

const start = async () => startPostgresRacers(await createTestDatabase(inject('postgres')))
describeRaces('postgres', start, inject('raceRounds'))
