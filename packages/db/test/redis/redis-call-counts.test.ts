import { createMemoryCallCounts, StoreUnavailableError } from '@latchkey/auth'
import { describeCallCounts, start } from '@latchkey/auth/testing'
import { describe, expect, it, vi } from 'vitest'
import { callCountsWithFallback, createRedisCallCounts, openRedis, type Redis } from '../../src/redis/index.ts'
import { connectTo, temporaryRedis } from './temporary-redis.ts'

describeCallCounts('redis', async () => {
  const { url } = await temporaryRedis()
  return [createRedisCallCounts(await connectTo(url)), createRedisCallCounts(await connectTo(url))]
})

const key = { kind: 'network', key: 'a', max: 3, window: 60_000 } as const
const countOf = async (redis: Redis): Promise<unknown> => createRedisCallCounts(redis).count([key], start)

describe('counts in a Redis that fails', () => {
  it('are refused at once, and again when Redis is back, empty', async () => {
    const redis = await temporaryRedis()
    const connection = await connectTo(redis.url)
    const counts = createRedisCallCounts(connection)
    await counts.count([key], start)
    await redis.kill()
    await expect(counts.count([key], start)).rejects.toThrow(StoreUnavailableError)
    await temporaryRedis({ port: redis.port })
    await vi.waitFor(
      async () => expect(await counts.count([key], start)).toMatchObject({ counts: [{ points: 1 }] }),
      5000,
    )
  })

  it('are refused within half a second while it answers nothing, and then without waiting', async () => {
    const redis = await temporaryRedis()
    const connection = await connectTo(redis.url)
    redis.pause()
    const since = performance.now()
    await expect(countOf(connection)).rejects.toThrow(StoreUnavailableError)
    const first = performance.now()
    await expect(countOf(connection)).rejects.toThrow(StoreUnavailableError)
    expect(performance.now() - first).toBeLessThan(first - since)
    redis.goOn()
    await vi.waitFor(() => countOf(connection), 5000)
  })

  it.each([
    ['full', ['--maxmemory', '1', '--maxmemory-policy', 'noeviction']],
    ['a replica', ['--replicaof', '127.0.0.1 1', '--replica-serve-stale-data', 'no']],
    ['read-only', ['--replicaof', '127.0.0.1 1']],
    ['for others', ['--requirepass', 'another']],
  ])('are refused by one that is %s', async (_, flags) => {
    const { url } = await temporaryRedis({ flags })
    const redis = openRedis({ url, onError: () => undefined })
    await vi.waitFor(() => expect(countOf(redis)).rejects.toThrow(StoreUnavailableError))
    await redis.close()
  })

  it('go on in another place meanwhile', async () => {
    const redis = await temporaryRedis()
    const fallback = createMemoryCallCounts()
    const counts = callCountsWithFallback(createRedisCallCounts(await connectTo(redis.url)), fallback)
    await counts.count([key], start)
    expect(fallback.peek(key, start)).toBeNull()
    await redis.kill()
    expect(await counts.count([key], start)).toMatchObject({ isCounted: true, counts: [{ points: 1 }] })
    await counts.giveBack([key], start)
    expect(fallback.peek(key, start)).toBeNull()
  })

  it('begin anew where Redis evicts them', async () => {
    const flags = ['--maxmemory', '3mb', '--maxmemory-policy', 'allkeys-lru']
    const counts = createRedisCallCounts(await connectTo((await temporaryRedis({ flags })).url))
    await counts.count([key], start)
    for (let batch = 0; batch < 200; batch += 1) {
      const calls = Array.from({ length: 100 }, (_, index) => ({ ...key, key: `${batch} ${index}` }))
      // oxlint-disable-next-line eslint/no-await-in-loop -- no more at once than Redis answers in time
      await Promise.all(calls.map((other) => counts.count([other], start)))
    }
    expect(await counts.count([key], start)).toMatchObject({ isCounted: true, counts: [{ points: 1 }] })
  })
})
