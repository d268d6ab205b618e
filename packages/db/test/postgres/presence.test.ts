import type { SessionId, UserId } from '@latchkey/schema'
import { expect, it, onTestFinished, vi } from 'vitest'
import { startPostgresPresence } from '../../src/postgres/index.ts'
import { temporaryPostgres } from './temporary-postgres.ts'

const ada = 'ada' as UserId
const session = (id: string, userId = ada) => ({ id: id as SessionId, userId })
const quick = { interval: 20, life: 60 }

async function startTwo(pace = quick) {
  const connections = await temporaryPostgres()
  const errors: Error[] = []
  const start = (serverId: string, own = pace) => {
    const presence = startPostgresPresence(connections, { serverId, onError: (error) => errors.push(error), pace: own })
    onTestFinished(presence.close)
    return presence
  }
  return { connections, errors, start, one: start('one'), other: start('other') }
}

it('tells a server which sessions have a tab at another one, and not which have one at itself', async () => {
  const { one, other, errors } = await startTwo()
  one.opened(session('phone'))
  one.opened(session('laptop'))
  one.opened(session('of another user', 'bob' as UserId))
  other.opened(session('desktop'))
  await vi.waitFor(async () => expect([...(await other.findElsewhere(ada))].toSorted()).toEqual(['laptop', 'phone']))
  await vi.waitFor(async () => expect([...(await one.findElsewhere(ada))]).toEqual(['desktop']))
  one.closed(session('phone'))
  await vi.waitFor(async () => expect([...(await other.findElsewhere(ada))]).toEqual(['laptop']))
  one.opened(session('phone'))
  one.closed(session('phone'))
  one.closed(session('laptop'))
  one.opened(session('laptop'))
  await vi.waitFor(async () => expect([...(await other.findElsewhere(ada))]).toEqual(['laptop']))
  expect(errors).toEqual([])
})

it('forgets a server that stops at once, and one that crashed after its life', async () => {
  const { start, one, other } = await startTwo()
  one.opened(session('phone'))
  await vi.waitFor(async () => expect([...(await other.findElsewhere(ada))]).toEqual(['phone']))
  await one.close()
  expect([...(await other.findElsewhere(ada))]).toEqual([])
  // It beats once and then no more, as one that crashed.
  const crashed = start('crashed', { interval: 1_000_000, life: 200 })
  crashed.opened(session('tablet'))
  await vi.waitFor(async () => expect([...(await other.findElsewhere(ada))]).toEqual(['tablet']))
  await vi.waitFor(async () => expect([...(await other.findElsewhere(ada))]).toEqual([]))
})

it('tells everything again after PostgreSQL lost it', async () => {
  const { connections, one, other } = await startTwo()
  one.opened(session('phone'))
  await vi.waitFor(async () => expect([...(await other.findElsewhere(ada))]).toEqual(['phone']))
  await connections.pool.query('TRUNCATE running_servers, open_sessions')
  await vi.waitFor(async () => expect([...(await other.findElsewhere(ada))]).toEqual(['phone']))
})
