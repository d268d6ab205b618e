import pg from 'pg'
import { createReader, type Reader } from './reader.ts'
import { within } from './within.ts'

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`, with the parameters that libpq knows: `sslmode`, for example. */
  readonly url: string
  /** How many connections for changes at most. There is one more, for reads. */
  readonly maxConnections?: number
  /** Told of a connection that broke while it was idle; another one is opened when it is needed. */
  readonly onIdleError?: (error: Error) => void
}

/** The connections to a PostgreSQL. Each is opened when a statement needs it. */
export interface PostgresConnections {
  /** For changes, and for transactions. */
  readonly pool: pg.Pool
  /** For single reads. */
  readonly reader: Reader
  readonly close: () => Promise<void>
}

const defaultMaxConnections = 10

/** Milliseconds. What takes longer is refused as unavailable. */
const limits = {
  /** For a connection: one of the pool, or a new one. */
  connectionTimeoutMillis: 2000,
  /** For a statement, and within it for a lock. */
  statement_timeout: 5000,
  lock_timeout: 2000,
  /** For a transaction whose process does not go on with it. */
  idle_in_transaction_session_timeout: 5000,
  /** For an answer to a statement: PostgreSQL would have given it up by now. */
  query_timeout: 8000,
} as const

/** For single reads, which are short. One that is not answered is sent again. */
const readLimits = { statement_timeout: 2000, query_timeout: 3000 } as const

/** Milliseconds for the goodbyes. */
const closeTimeout = 2000

/** Returns connections to a PostgreSQL, of which none is opened yet. */
export function openPostgres({
  url,
  maxConnections = defaultMaxConnections,
  onIdleError = () => undefined,
}: PostgresOptions): PostgresConnections {
  const settings = { connectionString: url, application_name: 'latchkey', keepAlive: true, ...limits }
  const pool = new pg.Pool({ ...settings, max: maxConnections, idleTimeoutMillis: 60_000 })
  // Without a listener the error would end the process.
  pool.on('error', onIdleError)
  // The pool does not listen to a client that is in use. What uses it is told by its query.
  pool.on('connect', (client) => void client.on('error', () => undefined))
  const reader = createReader({ ...settings, ...readLimits }, onIdleError)
  let closing: Promise<void> | null = null
  return {
    pool,
    reader,
    close: async () => {
      closing ??= within(closeTimeout, Promise.all([pool.end(), reader.close()]))
      await closing
    },
  }
}
