import { randomInt } from 'node:crypto'
import { expect, it } from 'vitest'
import { answerBound, describeOutage, findHalfStored, Load, recoveryBound } from '../support/outage.ts'
import { startOwnPostgres } from '../support/own-postgres.ts'
import { killConnection, type PostgresFault, restart } from '../support/postgres-faults.ts'
import { seededRandom, withSeed } from '../support/seeded-random.ts'
import { startServerPair } from '../support/server-pair.ts'

const longTimeout = 120_000

const faults: readonly (readonly [string, PostgresFault])[] = [
  ['restarted', restart],
  ['crashed by the kill of one connection', killConnection],
]

it.for(faults)(
  'answers 503 while PostgreSQL is %s, is well again by itself, and has lost nothing',
  { timeout: longTimeout },
  async ([, fault], { annotate }) => {
    const postgres = await startOwnPostgres()
    const servers = await startServerPair([postgres.url, postgres.url])
    const random = seededRandom(randomInt(2 ** 31))
    await withSeed(random, 'the outage', async () => {
      const load = new Load(servers, random)
      const outage = await load.through(() => fault(postgres))
      await load.verify()
      expect(await findHalfStored(postgres.url)).toEqual([])
      expect(outage.recovery).toBeLessThan(recoveryBound)
      expect(outage.slowest).toBeLessThan(answerBound)
      await annotate(describeOutage(outage))
    })
  },
)
