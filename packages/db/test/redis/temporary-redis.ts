import { onTestFinished } from 'vitest'
import { type ConnectionPace, openRedis, type Redis } from '../../src/redis/index.ts'
import { startRedis, type RedisOptions, type StartedRedis } from '../../src/testing/index.ts'

/** Looks at its connection often enough for a test to wait for it. */
const quick: ConnectionPace = { check: 50, answer: 500, retry: { first: 20, most: 50 } }

/** Starts a Redis, which ends with the test. */
export async function temporaryRedis(options?: RedisOptions): Promise<StartedRedis> {
  const started = await startRedis(options)
  onTestFinished(async () => {
    started.goOn()
    await started.kill()
  })
  return started
}

/** Connects to a Redis until the end of the test; returns once it answers. */
export async function connectTo(url: string, onError: (error: Error) => void = () => undefined): Promise<Redis> {
  const redis = openRedis({ url, onError, pace: quick })
  onTestFinished(() => redis.close())
  await redis.ready()
  return redis
}
