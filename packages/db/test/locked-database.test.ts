import { setImmediate } from 'node:timers/promises'
import { StoreUnavailableError } from '@latchkey/auth'
import { expect, it, vi } from 'vitest'
import { createSqliteStores } from '../src/sqlite/index.ts'
import { lockDatabase } from './lock-database.ts'
import { temporaryDatabase } from './temporary-database.ts'

const now = new Date('2100-01-01T00:00:00Z')
const writers = 16

it('a write that finds the database locked waits without stopping the process, and is refused in the end', async () => {
  const db = temporaryDatabase()
  const onUnavailable = vi.fn<() => void>()
  const stores = await createSqliteStores(db, onUnavailable)
  const unlock = lockDatabase(db.$client.name)
  const writes = Array.from({ length: writers }, () => stores.signingKeys.deleteUnpublished(now))
  const settled = Promise.allSettled(writes)
  let turns = 0
  while ((await Promise.race([settled, setImmediate('turn')])) === 'turn') turns += 1
  expect(turns).toBeGreaterThan(writers)
  for (const write of await settled) expect(write).toMatchObject({ reason: expect.any(StoreUnavailableError) })
  expect(onUnavailable).toHaveBeenCalledTimes(writers)
  unlock()
  expect(await stores.signingKeys.deleteUnpublished(now)).toBe(0)
})

it('a write that finds the database locked for a moment is made', async () => {
  const db = temporaryDatabase()
  const stores = await createSqliteStores(db)
  const unlock = lockDatabase(db.$client.name)
  const write = stores.signingKeys.deleteUnpublished(now)
  await setImmediate()
  unlock()
  expect(await write).toBe(0)
})
