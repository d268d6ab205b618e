import { randomInt } from 'node:crypto'
import { describeMixedOperations } from '@latchkey/auth/testing'
import { inject } from 'vitest'
import { startSqliteRacers } from './sqlite-racers.ts'

describeMixedOperations('sqlite', startSqliteRacers, {
  operations: inject('mixedOperations'),
  seed: randomInt(2 ** 31),
})
