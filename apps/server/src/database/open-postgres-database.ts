import {
  atOneServer,
  createPostgresStores,
  migratePostgres,
  openPostgres,
  type PostgresConnections,
  refuseUnfinishedCopy,
  startSharedClock,
} from '@latchkey/db/postgres'
import type { Log } from '../log/logger.ts'
import { postgresMigrationsFolder } from '../paths.ts'
import type { OpenedDatabase } from './open-database.ts'
import { shareOverPostgres, shareOverRedis } from './share-among-servers.ts'

/** Connects to a PostgreSQL, which other servers may use too, and to the Redis that they share, if there is one. */
export async function openPostgresDatabase({
  postgresUrl,
  postgresDirectUrl,
  redisUrl,
  log,
}: {
  readonly postgresUrl: string
  readonly postgresDirectUrl: string | null
  readonly redisUrl: string | null
  readonly log: Log
}): Promise<OpenedDatabase> {
  const directUrl = postgresDirectUrl ?? postgresUrl
  await refuseUnfinishedCopy(directUrl)
  await migratePostgres(directUrl, postgresMigrationsFolder)
  const onIdleError = (error: Error): void => log.warn({ err: error }, 'database connection lost')
  const connections = openPostgres({ url: postgresUrl, directUrl: postgresDirectUrl, onIdleError })
  const clock = await startSharedClock(connections)
  const { close: closeShared, ...shared } =
    redisUrl === null
      ? shareOverPostgres(directUrl, connections, log)
      : await shareOverRedis(redisUrl, connections, log)
  return {
    stores: createPostgresStores(connections, { signals: redisUrl === null }),
    shared: { ...shared, now: clock.now },
    async atOneServer(name, work) {
      await atOneServer(connections, name, work)
    },
    ping: () => ping(connections),
    async close() {
      await Promise.all([closeShared(), clock.close()])
      await connections.close()
    },
  }
}

async function ping({ pool, reader }: PostgresConnections): Promise<void> {
  const { rows } = await pool.query<{ isStandby: boolean }>('SELECT pg_is_in_recovery() AS "isStandby"')
  if (rows[0]?.isStandby === true) throw new Error('PostgreSQL is a standby, which can’t be written')
  await reader.query({ text: 'SELECT FROM users LIMIT 1' })
}
