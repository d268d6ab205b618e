import type { EventRecord, FailureEntries, RecordOutcome } from '@latchkey/auth'
import { eventCategoryOf } from '@latchkey/schema'
import { sql } from 'drizzle-orm'
import type { SqliteDatabase } from './open-database.ts'
import { createFactorWriter, type FactorWriter } from './stores/factor-writer.ts'
import { createOutboxWriter, type OutboxWriter } from './stores/outbox-writer.ts'
import { createSessionWriter, type SessionWriter } from './stores/session-writer.ts'
import { events } from './tables/events.ts'

/** What the stores of one database share: its transactions, and the SQL that several nouns need. */
export interface SqliteEngine {
  readonly db: SqliteDatabase
  readonly sessions: SessionWriter
  readonly mails: OutboxWriter
  readonly factors: FactorWriter

  /**
   * Runs synchronous work in one transaction under the write lock; returns what it returns. Every prepared statement of
   * the database takes part, because there is one connection.
   */
  readonly write: <T>(work: () => T) => T

  /** Appends events, and stores the notices of those that have one, in the current transaction. */
  readonly append: (added: readonly EventRecord[]) => void

  /**
   * Appends the entries of a failure, and takes back those to discard, in the current transaction. Both run the same
   * statements but one, so that the time does not tell one from the other.
   */
  readonly appendFailure: (entries: FailureEntries) => void

  /** Appends the events that record an outcome, in the current transaction; returns the outcome. */
  readonly record: <Outcome>(record: RecordOutcome<Outcome>, outcome: Outcome) => Outcome
}

export function createSqliteEngine(db: SqliteDatabase): SqliteEngine {
  const mails = createOutboxWriter(db)
  const factors = createFactorWriter(db)
  const append = eventAppender(db, mails)
  return {
    db,
    sessions: createSessionWriter(db, factors),
    mails,
    factors,
    write: (work) => db.$client.transaction(work).immediate(),
    append,
    appendFailure: failureAppender(db, append),
    record: (record, outcome) => {
      append(record(outcome))
      return outcome
    },
  }
}

function eventAppender(db: SqliteDatabase, mails: OutboxWriter): SqliteEngine['append'] {
  const p = sql.placeholder
  const insert = db
    .insert(events)
    .values({
      id: p('id'),
      userId: p('userId'),
      type: p('type'),
      category: p('category'),
      at: p('at'),
      actor: p('actor'),
      // Drizzle does not map a placeholder to null, so these are passed on as they are.
      sessionId: sql`${p('sessionId')}`,
      device: sql`${p('device')}`,
      ip: sql`${p('ip')}`,
      requestId: sql`${p('requestId')}`,
      details: p('details'),
    })
    .prepare()
  return (added) => {
    for (const event of added) {
      insert.run({ ...event, category: eventCategoryOf[event.type] })
      mails.addNotice(event)
    }
  }
}

function failureAppender({ $client }: SqliteDatabase, append: SqliteEngine['append']): SqliteEngine['appendFailure'] {
  const begin = $client.prepare('SAVEPOINT discarded_events')
  const takeBack = $client.prepare('ROLLBACK TO discarded_events')
  const end = $client.prepare('RELEASE discarded_events')
  return ({ kept, discarded }) => {
    // Until the end of the transaction the user of an event is not required, and by then those without one are gone. A
    // prepared pragma would take effect when it is prepared.
    $client.pragma('defer_foreign_keys = ON')
    append(kept)
    begin.run()
    append(discarded)
    takeBack.run()
    end.run()
  }
}

/** Error codes of SQLite after which nothing was written and another try may succeed. */
const unavailableCodes = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN)/

/** Whether an error says that SQLite stays locked, is full, or fails to read or write. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false
  return unavailableCodes.test(error.code)
}
