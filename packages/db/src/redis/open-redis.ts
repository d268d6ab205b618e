import { createHash } from 'node:crypto'
import { answerWithin } from './answer-within.ts'
import { type ConnectionOptions, keepConnected, type KeptConnection } from './keep-connected.ts'

/** A script, which Redis runs as a whole. */
export interface RedisScript {
  readonly text: string
  /** Its SHA-1, by which Redis knows it. */
  readonly sha: string
}

/** The connections of one server to Redis. */
export interface Redis {
  /**
   * Runs a script; returns what it returns.
   *
   * @throws Error when Redis does not answer within a quarter of a second, or did not a moment ago. It may have run it
   */
  run(script: RedisScript, keys: readonly string[], values: readonly string[]): Promise<unknown>

  /** Sends a message to all that listen, where Redis answers. Does not wait, and does not throw. */
  publish(channel: string, message: string): void

  /** Calls `onMessage` for each message of a channel, and `onGap` where some may have been missed. */
  listen(channel: string, listener: RedisListener): void

  /** Resolves once a connection is there. */
  ready(): Promise<void>

  close(): Promise<void>
}

export interface RedisListener {
  readonly onMessage: (message: string) => void
  readonly onGap: () => void
}

/** Milliseconds for an answer: a request that could do without Redis does not wait longer for it. */
const answerTimeout = 250
/** Milliseconds for which Redis is not asked after it did not answer, so that not every request waits for it. */
const pauseAfterFailure = 1000

/** Returns the script of a text. */
export function redisScript(text: string): RedisScript {
  return { text, sha: createHash('sha1').update(text).digest('hex') }
}

/** Connects to Redis. Returns at once: what is asked before a connection is there fails. */
export function openRedis(options: ConnectionOptions): Redis {
  const connection = keepConnected(options)
  const listening: KeptConnection[] = []
  let askAgainAt = 0

  async function send(command: readonly string[]): Promise<unknown> {
    const client = connection.client()
    if (client === null || performance.now() < askAgainAt) throw new Error('Redis does not answer')
    try {
      return await answerWithin(answerTimeout, client.sendCommand(command))
    } catch (error) {
      if (!isUnknownScript(error)) askAgainAt = performance.now() + pauseAfterFailure
      throw error
    }
  }

  return {
    async run({ text, sha }, keys, values) {
      const rest = [String(keys.length), ...keys, ...values]
      try {
        return await send(['EVALSHA', sha, ...rest])
      } catch (error) {
        if (!isUnknownScript(error)) throw error
        return send(['EVAL', text, ...rest])
      }
    },
    publish(channel, message) {
      send(['PUBLISH', channel, message]).catch(() => undefined)
    },
    listen(channel, { onMessage, onGap }) {
      const kept = keepConnected(options, async (client) => {
        await client.subscribe(channel, onMessage)
        onGap()
      })
      listening.push(kept)
    },
    ready: () => connection.ready(),
    async close() {
      await Promise.all([connection, ...listening].map((one) => one.close()))
    },
  }
}

/** Redis forgets its scripts when it restarts. */
function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT')
}
