import { expect, it, onTestFinished, vi } from 'vitest'
import { startSharedClock } from '../../src/postgres/index.ts'
import { temporaryPostgres } from './temporary-postgres.ts'

it('tells the time of PostgreSQL, whatever the clock of this machine says', async () => {
  const connections = await temporaryPostgres()
  const { rows } = await connections.pool.query<{ now: Date }>('SELECT clock_timestamp() AS now')
  const realNow = Date.now
  vi.setSystemTime(realNow() - 90_000)
  onTestFinished(() => void vi.useRealTimers())
  const clock = await startSharedClock(connections)
  onTestFinished(clock.close)
  const ahead = clock.now().getTime() - (rows[0]?.now.getTime() ?? 0)
  expect(ahead).toBeGreaterThanOrEqual(-50)
  expect(ahead).toBeLessThan(10_000)
})
