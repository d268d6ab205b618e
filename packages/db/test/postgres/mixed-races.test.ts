import { randomInt } from 'node:crypto'
import { describeMixedOperations } from '@latchkey/auth/testing'
import { describe, inject } from 'vitest'
import { createLocalizedDatabase, createTestDatabase } from '../../src/testing/index.ts'
import { startPostgresRacers } from './postgres-racers.ts'

describe.each([
  ['postgres', createTestDatabase],
  ['postgres, with texts in the order of a language,', createLocalizedDatabase],
])('%s', (name, createDatabase) => {
  const start = async () => startPostgresRacers(await createDatabase(inject('postgres')))
  describeMixedOperations(name, start, { operations: inject('mixedOperations'), seed: randomInt(2 ** 31) })
})
