import pg from 'pg'
import { closeIdle } from './close-idle.ts'
import { createReader, type Reader } from './reader.ts'
import { within } from './within.ts'

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`, with the parameters that libpq knows: `sslmode`, for example. */
  readonly url: string
  /** The address of the same database without a pooler, where `url` leads through one that gives a connection for a transaction. */
  readonly directUrl?: string | null
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
  /**
   * Replaces the connections that nothing uses. One was found cut or silent, and others may be: a network that forgot them
   * reports nothing, and each would have a caller wait until a timeout.
   */
  readonly replaceIdle: () => Promise<void>
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

/** A client whose statements have no names: behind a pooler the next one may meet a connection that does not know them. */
class UnnamedClient extends pg.Client {
  override query(config: never, ...rest: never[]): never {
    return super.query(withoutName(config), ...rest) as never
  }
}

function withoutName(config: unknown): never {
  return (
    typeof config === 'object' && config !== null && 'name' in config ? { ...config, name: undefined } : config
  ) as never
}

/** Returns connections to a PostgreSQL, of which none is opened yet. */
export function openPostgres({
  url,
  directUrl = null,
  maxConnections = defaultMaxConnections,
  onIdleError = () => undefined,
}: PostgresOptions): PostgresConnections {
  const { connectionTimeoutMillis, query_timeout } = limits
  const settings = { application_name: 'latchkey', keepAlive: true, connectionTimeoutMillis, query_timeout }
  const direct = { ...settings, ...limits, connectionString: directUrl ?? url }
  const ofPool = { max: maxConnections, idleTimeoutMillis: 60_000 }
  const pool =
    directUrl === null
      ? new pg.Pool({ ...direct, ...ofPool })
      : // What a pooler refuses at the start, the user of the database has as its settings.
        new pg.Pool({ ...settings, ...ofPool, connectionString: url, Client: UnnamedClient })
  // Without a listener the error would end the process.
  pool.on('error', onIdleError)
  // The pool does not listen to a client that is in use. What uses it is told by its query.
  pool.on('connect', (client) => void client.on('error', () => undefined))
  const closeIdleChanges = (): Promise<void> => closeIdle(pool).catch(() => undefined)
  const reader = createReader({ ...direct, ...readLimits }, { onIdleError, onCut: () => void closeIdleChanges() })
  let closing: Promise<void> | null = null
  return {
    pool,
    reader,
    async replaceIdle() {
      reader.replace()
      await closeIdleChanges()
    },
    close: async () => {
      closing ??= within(closeTimeout, Promise.all([pool.end(), reader.close()]))
      await closing
    },
  }
}
