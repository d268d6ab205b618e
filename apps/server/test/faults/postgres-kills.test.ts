import { randomInt } from 'node:crypto'
import { expect, it } from 'vitest'
import { answerBound, describeOutage, findHalfStored, Load, type Outage, recoveryBound } from '../support/outage.ts'
import { startOwnPostgres } from '../support/own-postgres.ts'
import { killAll, killConnection, restart } from '../support/postgres-faults.ts'
import { seededRandom, withSeed } from '../support/seeded-random.ts'
import { startServerPair } from '../support/server-pair.ts'

const rounds = 12
const timeout = 600_000

it(
  'keeps what two servers acknowledged through kill -9 and restarts of PostgreSQL under load, and is well again each time',
  { timeout },
  async ({ annotate }) => {
    const postgres = await startOwnPostgres()
    const servers = await startServerPair([postgres.url, postgres.url])
    const random = seededRandom(randomInt(2 ** 31))
    const load = new Load(servers, random)
    const outages: Outage[] = []
    for (let round = 0; round < rounds; round += 1) {
      const fault = [killAll, killConnection, restart][round % 3] ?? killAll
      await withSeed(random, `round ${round}`, async () => {
        const outage = await load.through(() => fault(postgres))
        await load.verify()
        expect(await findHalfStored(postgres.url)).toEqual([])
        expect(outage.recovery).toBeLessThan(recoveryBound)
        expect(outage.slowest).toBeLessThan(answerBound)
        outages.push(outage)
      })
    }
    await withSeed(random, 'the end', () => load.verifyAll())
    for (const outage of outages) await annotate(describeOutage(outage))
  },
)
