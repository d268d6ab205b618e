import { setTimeout } from 'node:timers/promises'
import { createClient } from '@redis/client'
import { answerWithin } from './answer-within.ts'

export interface ConnectionOptions {
  /** `redis://user:password@host:port/database`, or `rediss://` for TLS. */
  readonly url: string
  /** Told of a connection that broke or can't be opened. */
  readonly onError: (error: Error) => void
  readonly pace?: ConnectionPace
}

export interface ConnectionPace {
  /** Milliseconds between two looks whether Redis answers: a cut that no error reports is noticed by them. */
  readonly check: number
  /** Milliseconds for the answer to such a look, and to connect. */
  readonly answer: number
  /** Milliseconds before another try to connect, at first and at most. */
  readonly retry: { readonly first: number; readonly most: number }
}

export const defaultConnectionPace: ConnectionPace = { check: 2000, answer: 1000, retry: { first: 100, most: 1000 } }

export type RedisClient = ReturnType<typeof newClient>

export interface KeptConnection {
  /** The client while Redis answers it, else `null`. */
  readonly client: () => RedisClient | null
  /** Resolves once the first connection is there. */
  readonly ready: () => Promise<void>
  readonly close: () => Promise<void>
}

/**
 * Keeps a connection to Redis: opens another one where it breaks, or where Redis does not answer. What it was asked over the
 * old one is not asked again. `prepare` is called with each new connection, before it is used.
 */
export function keepConnected(
  { url, onError, pace = defaultConnectionPace }: ConnectionOptions,
  prepare: (client: RedisClient) => Promise<void> = async () => undefined,
): KeptConnection {
  const stopping = new AbortController()
  const { signal } = stopping
  const firstTime = Promise.withResolvers<void>()
  let current: RedisClient | null = null

  /** Uses one connection until it breaks. */
  async function connectOnce(): Promise<void> {
    const client = newClient(url, pace)
    const broken = new AbortController()
    client.on('error', (error: Error) => broken.abort(error))
    client.on('end', () => broken.abort(new Error('the connection to Redis ended')))
    const either = AbortSignal.any([signal, broken.signal])
    try {
      await answerWithin(pace.answer, client.connect())
      await answerWithin(pace.answer, prepare(client))
      current = client
      firstTime.resolve()
      while (!either.aborted) {
        // oxlint-disable-next-line no-await-in-loop -- one look after the other
        await setTimeout(pace.check, undefined, { signal: either, ref: false })
        // oxlint-disable-next-line no-await-in-loop -- as above
        await answerWithin(pace.answer, client.ping())
      }
    } catch (error) {
      throw broken.signal.aborted ? broken.signal.reason : error
    } finally {
      current = null
      client.destroy()
    }
  }

  async function keepConnecting(): Promise<void> {
    let pause = pace.retry.first
    while (!signal.aborted) {
      const since = performance.now()
      // oxlint-disable-next-line no-await-in-loop -- one connection after the other
      await connectOnce().catch((error: unknown) => {
        if (!signal.aborted && error instanceof Error) onError(error)
      })
      const lasted = performance.now() - since
      pause = lasted > pace.check ? pace.retry.first : Math.min(2 * pause, pace.retry.most)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await setTimeout(pause, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  const running = keepConnecting()
  return {
    client: () => current,
    ready: () => firstTime.promise,
    async close() {
      stopping.abort()
      await running
    },
  }
}

function newClient(url: string, { answer }: ConnectionPace) {
  return createClient({
    url,
    name: 'latchkey',
    // What Redis did not answer is done without it, and not done once more later.
    disableOfflineQueue: true,
    commandsQueueMaxLength: 10_000,
    maintNotifications: 'disabled',
    socket: { connectTimeout: answer, reconnectStrategy: false },
  })
}
