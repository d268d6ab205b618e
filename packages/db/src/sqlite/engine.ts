import type { RecordOutcome } from '@latchkey/auth'
import type { SqliteDatabase } from './open-database.ts'
import { createEventWriter, type EventWriter } from './stores/event-writer.ts'
import { createSessionWriter, type SessionWriter } from './stores/session-writer.ts'

/** What the stores of one database share: its transactions, and the SQL that several nouns need. */
export interface SqliteEngine {
  readonly db: SqliteDatabase
  readonly sessions: SessionWriter
  readonly events: EventWriter

  /**
   * Runs synchronous work in one transaction under the write lock; returns what it returns. Every prepared statement of
   * the database takes part, because there is one connection.
   */
  readonly write: <T>(work: () => T) => T

  /** Appends the events that record an outcome, in the current transaction; returns the outcome. */
  readonly record: <Outcome>(record: RecordOutcome<Outcome>, outcome: Outcome) => Outcome
}

export function createSqliteEngine(db: SqliteDatabase): SqliteEngine {
  const events = createEventWriter(db)
  return {
    db,
    events,
    sessions: createSessionWriter(db),
    write: (work) => db.$client.transaction(work).immediate(),
    record: (record, outcome) => {
      events.append(record(outcome))
      return outcome
    },
  }
}
