import { createPostgresStores, openPostgres } from '../../src/postgres/index.ts'
import { answerRaces } from '../answer-races.ts'

const [url = ''] = process.argv.slice(2)
const connections = openPostgres({ url, maxConnections: 4 })
// On a busy machine a call may wait for a connection, or for the lock of another, for longer than a server would.
const longer = {
  connectionTimeoutMillis: 30_000,
  statement_timeout: 30_000,
  lock_timeout: 30_000,
  query_timeout: 40_000,
}
Object.assign(connections.pool.options, longer)
answerRaces(createPostgresStores(connections))
