import { describeRaces } from '@latchkey/auth/testing'
import { inject } from 'vitest'
import { startSqliteRacers } from './sqlite-racers.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How often each race of two callers is run. */
    readonly raceRounds: number
    /** How many mixed calls are made. */
    readonly mixedOperations: number
  }
}

describeRaces('sqlite', startSqliteRacers, inject('raceRounds'))
