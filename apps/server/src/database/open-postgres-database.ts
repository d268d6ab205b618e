import { randomUUID } from 'node:crypto'
import type { SessionBus, SessionSubscriber } from '@latchkey/auth'
import {
  createPostgresCallCounts,
  createPostgresStores,
  atOneServer,
  listenForSignals,
  migratePostgres,
  openPostgres,
  type PostgresConnections,
  startPostgresPresence,
  startSharedClock,
} from '@latchkey/db/postgres'
import type { UserId } from '@latchkey/schema'
import type { Log } from '../log/logger.ts'
import { postgresMigrationsFolder } from '../paths.ts'
import type { OpenedDatabase } from './open-database.ts'

/** Connects to a PostgreSQL, which other servers may use too. */
export async function openPostgresDatabase(url: string, log: Log): Promise<OpenedDatabase> {
  await migratePostgres(url, postgresMigrationsFolder)
  const onError = (error: Error): void => log.warn({ err: error }, 'database connection lost')
  const connections = openPostgres({ url, onIdleError: onError })
  const clock = await startSharedClock(connections)
  const presence = startPostgresPresence(connections, { serverId: randomUUID(), onError })
  const signals = openSignals(url, onError)
  return {
    stores: createPostgresStores(connections),
    shared: { bus: signals.bus, counts: createPostgresCallCounts(connections), presence, now: clock.now },
    async atOneServer(name, work) {
      await atOneServer(connections, name, work)
    },
    ping: () => ping(connections),
    async close() {
      await Promise.all([signals.close(), clock.close(), presence.close()])
      await connections.close()
    },
  }
}

/** Returns a bus over the signals of the database. */
function openSignals(url: string, onError: (error: Error) => void): { bus: SessionBus; close: () => Promise<void> } {
  const subscribers: SessionSubscriber[] = []
  const publish = (userId: UserId): void => subscribers.forEach(({ onChange }) => onChange(userId))
  const signals = listenForSignals(url, {
    onSignal: publish,
    onGap: () => subscribers.forEach(({ onGap }) => onGap()),
    onError,
  })
  const bus: SessionBus = {
    // The commit has signalled it to all servers; this one need not wait for that, nor go without while signals are cut.
    publish,
    subscribe: (subscriber) => void subscribers.push(subscriber),
  }
  return { bus, close: () => signals.close() }
}

async function ping({ pool, reader }: PostgresConnections): Promise<void> {
  const { rows } = await pool.query<{ isStandby: boolean }>('SELECT pg_is_in_recovery() AS "isStandby"')
  if (rows[0]?.isStandby === true) throw new Error('PostgreSQL is a standby, which can’t be written')
  await reader.query({ text: 'SELECT FROM users LIMIT 1' })
}
