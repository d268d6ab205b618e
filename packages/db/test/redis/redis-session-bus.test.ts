import type { UserId } from '@latchkey/schema'
import { expect, it, vi } from 'vitest'
import { createRedisSessionBus } from '../../src/redis/index.ts'
import { connectTo, temporaryRedis } from './temporary-redis.ts'

const ada = 'ada' as UserId

async function startBus(url: string) {
  const errors: Error[] = []
  const bus = createRedisSessionBus(await connectTo(url, (error) => void errors.push(error)))
  const heard: string[] = []
  let gaps = 0
  bus.subscribe({ onChange: (userId) => void heard.push(userId), onGap: () => void (gaps += 1) })
  await vi.waitFor(() => expect(gaps).toBe(1))
  return { bus, heard, errors, gaps: () => gaps }
}

it('tells this server at once and every other one by a message', async () => {
  const { url } = await temporaryRedis()
  const [one, other] = [await startBus(url), await startBus(url)]
  one.bus.publish(ada)
  expect(one.heard).toEqual(['ada'])
  await vi.waitFor(() => expect(other.heard).toEqual(['ada']))
})

it('says that messages may be missing after Redis was gone, and hears again by itself', async () => {
  const redis = await temporaryRedis()
  const [one, other] = [await startBus(redis.url), await startBus(redis.url)]
  await redis.kill()
  one.bus.publish(ada)
  expect(one.heard).toEqual(['ada'])
  await temporaryRedis({ port: redis.port })
  await vi.waitFor(() => expect(other.gaps()).toBe(2), 5000)
  await vi.waitFor(() => {
    one.bus.publish(ada)
    expect(other.heard.length).toBeGreaterThan(0)
  }, 5000)
})

it('notices that Redis answers nothing, though no connection breaks, and hears again by itself', async () => {
  const redis = await temporaryRedis()
  const one = await startBus(redis.url)
  redis.pause()
  await vi.waitFor(() => expect(one.errors.length).toBeGreaterThan(1), 5000)
  redis.goOn()
  await vi.waitFor(() => expect(one.gaps()).toBe(2), 5000)
})
