import type { SessionBus, SessionSubscriber } from '@latchkey/auth'
import { createPostgresStores, listenForSignals, migratePostgres, openPostgres } from '@latchkey/db/postgres'
import type { UserId } from '@latchkey/schema'
import type { Log } from '../log/logger.ts'
import { postgresMigrationsFolder } from '../paths.ts'
import type { OpenedDatabase } from './open-database.ts'

/** Connects to a PostgreSQL, which other servers may use too. */
export async function openPostgresDatabase(url: string, log: Log): Promise<OpenedDatabase> {
  await migratePostgres(url, postgresMigrationsFolder)
  const onIdleError = (error: Error): void => log.warn({ err: error }, 'database connection lost')
  const connections = openPostgres({ url, onIdleError })
  const { pool, reader } = connections
  const subscribers: SessionSubscriber[] = []
  const publish = (userId: UserId): void => subscribers.forEach(({ onChange }) => onChange(userId))
  const signals = listenForSignals(url, {
    onSignal: publish,
    onGap: () => subscribers.forEach(({ onGap }) => onGap()),
    onError: onIdleError,
  })
  const bus: SessionBus = {
    // The commit has signalled it to all servers; this one need not wait for that, nor go without while signals are cut.
    publish,
    subscribe: (subscriber) => void subscribers.push(subscriber),
  }
  return {
    stores: createPostgresStores(connections),
    bus,
    async ping() {
      const { rows } = await pool.query<{ isStandby: boolean }>('SELECT pg_is_in_recovery() AS "isStandby"')
      if (rows[0]?.isStandby === true) throw new Error('PostgreSQL is a standby, which can’t be written')
      await reader.query({ text: 'SELECT FROM users LIMIT 1' })
    },
    async close() {
      await signals.close()
      await connections.close()
    },
  }
}
