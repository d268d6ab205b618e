import { randomUUID } from 'node:crypto'
import type { CallCounts, Presence, SessionBus, SessionSubscriber } from '@latchkey/auth'
import {
  createPostgresCallCounts,
  listenForSignals,
  type PostgresConnections,
  startPostgresPresence,
} from '@latchkey/db/postgres'
import type { UserId } from '@latchkey/schema'
import type { Log } from '../log/logger.ts'

/** What servers over one database tell each other while they run. */
export interface Shared {
  readonly bus: SessionBus
  readonly counts: CallCounts
  readonly presence: Presence
  readonly close: () => Promise<void>
}

/** Shares over PostgreSQL alone. */
export function shareOverPostgres(url: string, connections: PostgresConnections, log: Log): Shared {
  const onError = (error: Error): void => log.warn({ err: error }, 'database connection lost')
  const presence = startPostgresPresence(connections, { serverId: randomUUID(), onError })
  const subscribers: SessionSubscriber[] = []
  const publish = (userId: UserId): void => subscribers.forEach(({ onChange }) => onChange(userId))
  const signals = listenForSignals(url, {
    onSignal: publish,
    onGap: () => subscribers.forEach(({ onGap }) => onGap()),
    onError,
  })
  return {
    bus: {
      // The commit has signalled it to all servers; this one need not wait for that, nor go without while signals are cut.
      publish,
      subscribe: (subscriber) => void subscribers.push(subscriber),
    },
    counts: createPostgresCallCounts(connections),
    presence,
    async close() {
      await Promise.all([signals.close(), presence.close()])
    },
  }
}

/** Shares over Redis, and counts in PostgreSQL while Redis does not answer. */
export async function shareOverRedis(url: string, connections: PostgresConnections, log: Log): Promise<Shared> {
  // A server without Redis does without its driver.
  const { callCountsWithFallback, createRedisCallCounts, createRedisSessionBus, openRedis, startRedisPresence } =
    await import('@latchkey/db/redis')
  const redis = openRedis({ url, onError: (error) => log.warn({ err: error }, 'connection to Redis lost') })
  const presence = startRedisPresence(redis, { serverId: randomUUID() })
  return {
    bus: createRedisSessionBus(redis),
    counts: callCountsWithFallback(createRedisCallCounts(redis), createPostgresCallCounts(connections)),
    presence,
    async close() {
      await presence.close()
      await redis.close()
    },
  }
}
