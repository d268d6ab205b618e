import type { SessionId, UserId } from '@latchkey/schema'
import { expect, it, onTestFinished, vi } from 'vitest'
import { type Redis, startRedisPresence } from '../../src/redis/index.ts'
import { connectTo, temporaryRedis } from './temporary-redis.ts'

const ada = 'ada' as UserId
const session = (id: string, userId = ada) => ({ id: id as SessionId, userId })

function startPresence(redis: Redis, serverId: string, pace = { interval: 20, life: 200 }) {
  const presence = startRedisPresence(redis, { serverId, pace })
  onTestFinished(presence.close)
  const elsewhere = async (): Promise<readonly string[]> => [...(await presence.findElsewhere(ada))].toSorted()
  return { ...presence, elsewhere }
}

it('tells a server which sessions have a tab at another one, and not which have one at itself', async () => {
  const { url } = await temporaryRedis()
  const one = startPresence(await connectTo(url), 'one')
  const other = startPresence(await connectTo(url), 'other')
  one.opened(session('phone'))
  one.opened(session('laptop'))
  one.opened(session('of another user', 'bob' as UserId))
  other.opened(session('desktop'))
  await vi.waitFor(async () => expect(await other.elsewhere()).toEqual(['laptop', 'phone']))
  await vi.waitFor(async () => expect(await one.elsewhere()).toEqual(['desktop']))
  one.closed(session('phone'))
  one.closed(session('phone'))
  await vi.waitFor(async () => expect(await other.elsewhere()).toEqual(['laptop']))
  await one.close()
  await vi.waitFor(async () => expect(await other.elsewhere()).toEqual([]))
})

it('forgets a server that crashed after its life, and tells everything again to a Redis that lost it', async () => {
  const redis = await temporaryRedis()
  const connection = await connectTo(redis.url)
  const one = startPresence(connection, 'one')
  const other = startPresence(await connectTo(redis.url), 'other')
  // It tells once and then no more, as one that crashed.
  const crashed = startPresence(connection, 'crashed', { interval: 1_000_000, life: 200 })
  crashed.opened(session('tablet'))
  one.opened(session('phone'))
  await vi.waitFor(async () => expect(await other.elsewhere()).toEqual(['phone', 'tablet']))
  await vi.waitFor(async () => expect(await other.elsewhere()).toEqual(['phone']))
  await redis.kill()
  expect(await other.elsewhere()).toEqual([])
  await temporaryRedis({ port: redis.port })
  await vi.waitFor(async () => expect(await other.elsewhere()).toEqual(['phone']), 5000)
})
