import type { EventRecord, FailureEntries, RecordOutcome } from '@latchkey/auth'
import { eventCategoryOf } from '@latchkey/schema'
import type { PoolClient, QueryConfig } from 'pg'
import { type Connection, connectionOf } from './connection.ts'
import type { PostgresConnections } from './open-postgres.ts'
import { isConflict, isCut } from './postgres-errors.ts'
import { statement } from './statement.ts'
import { insertNoticesOf } from './stores/outbox-changes.ts'

/** How often a transaction runs at most, where others made it fail. */
const maxRuns = 5

/** What the stores of one database share: its connections, its transactions, and how events are appended. */
export interface PostgresEngine {
  /** For single reads that find their rows by an index. */
  readonly reads: Connection

  /** For changes that are one statement. */
  readonly writes: Connection

  /**
   * Does work in one transaction, at READ COMMITTED; returns what it returns. Work whose transaction failed for another
   * one's sake is done again, so it is pure but for its statements.
   */
  readonly transaction: <T>(work: (connection: Connection) => Promise<T>) => Promise<T>

  /** Appends the events that record an outcome, in the transaction of the connection; returns the outcome. */
  readonly record: <Outcome>(
    connection: Connection,
    record: RecordOutcome<Outcome>,
    outcome: Outcome,
  ) => Promise<Outcome>
}

export interface EngineOptions {
  /** Whether changes to sessions are signalled by NOTIFY; `false` where a broker tells of them. */
  readonly signals?: boolean
}

export function createPostgresEngine(
  connections: PostgresConnections,
  { signals = true }: EngineOptions = {},
): PostgresEngine {
  const { pool, reader } = connections
  return {
    reads: connectionOf(reader),
    writes: connectionOf({ query: (config) => replacingIdle(connections, () => pool.query(config)) }),
    async transaction(work) {
      for (let run = 1; ; run += 1) {
        try {
          // oxlint-disable-next-line no-await-in-loop -- one run after the other is the point
          return await replacingIdle(connections, () =>
            runTransaction(connections, (client) => work(connectionOf(client, { signals }))),
          )
        } catch (error) {
          if (!isConflict(error) || run === maxRuns) throw error
        }
      }
    },
    async record(connection, record, outcome) {
      await appendEvents(connection, record(outcome))
      return outcome
    },
  }
}

/** Does work over a connection. Where that was cut, others that nothing uses may be too. */
async function replacingIdle<T>(connections: PostgresConnections, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isCut(error)) await connections.replaceIdle()
    throw error
  }
}

async function runTransaction<T>(
  connections: PostgresConnections,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await begin(connections)
  try {
    const result = await work(client)
    await client.query('COMMIT')
    client.release()
    return result
  } catch (error) {
    // PostgreSQL rolls back by itself where the connection is cut.
    if (isCut(error)) client.release(true)
    else await rollBack(client)
    throw error
  }
}

/** A connection that does not even begin is dead. */
const begins: QueryConfig & { readonly query_timeout: number } = { text: 'BEGIN', query_timeout: 2000 }

/** Begins a transaction, over a new connection where the first one was cut while nothing used it. */
async function begin({ pool, replaceIdle }: PostgresConnections): Promise<PoolClient> {
  const client = await pool.connect()
  try {
    await client.query(begins)
    return client
  } catch (error) {
    client.release(true)
    if (!isCut(error)) throw error
  }
  await replaceIdle()
  const another = await pool.connect()
  try {
    await another.query(begins)
    return another
  } catch (error) {
    another.release(true)
    throw error
  }
}

/** Gives the client back to the pool, which closes it where it can't even roll back. */
async function rollBack(client: PoolClient): Promise<void> {
  try {
    await client.query('ROLLBACK')
    client.release()
  } catch {
    client.release(true)
  }
}

const insertEvents = statement(`
  INSERT INTO events (id, user_id, type, category, at, actor, session_id, device, ip, request_id, details)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[],
    $8::text[], $9::text[], $10::text[], $11::jsonb[])`)

/** Appends events, and stores the notices of those that have one, in the transaction of the connection. */
export async function appendEvents(connection: Connection, events: readonly EventRecord[]): Promise<void> {
  if (events.length === 0) return
  await connection.run(insertEvents, ...columnsOf(events))
  await insertNoticesOf(connection, events)
}

function columnsOf(events: readonly EventRecord[]): readonly unknown[] {
  return [
    events.map(({ id }) => id),
    events.map(({ userId }) => userId),
    events.map(({ type }) => type),
    events.map(({ type }) => eventCategoryOf[type]),
    events.map(({ at }) => at),
    events.map(({ actor }) => actor),
    events.map(({ sessionId }) => sessionId),
    events.map(({ device }) => device),
    events.map(({ ip }) => ip),
    events.map(({ requestId }) => requestId),
    events.map(({ details }) => JSON.stringify(details)),
  ]
}

const beginDiscarded = statement('SAVEPOINT discarded_events')
const takeBack = statement('ROLLBACK TO discarded_events')
const endDiscarded = statement('RELEASE discarded_events')

/**
 * Appends the entries of a failure, and takes back those to discard, in the transaction of the connection: the same
 * statements for both, so that the time hardly tells one from the other. The user of a kept entry is looked up at the commit.
 */
export async function appendFailure(connection: Connection, { kept, discarded }: FailureEntries): Promise<void> {
  await connection.run(insertEvents, ...columnsOf(kept))
  await insertNoticesOf(connection, kept)
  await connection.run(beginDiscarded)
  await connection.run(insertEvents, ...columnsOf(discarded))
  await insertNoticesOf(connection, discarded)
  await connection.run(takeBack)
  await connection.run(endDiscarded)
}
