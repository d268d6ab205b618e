import type { EventRecord } from '@latchkey/auth'
import { eventCategoryOf } from '@latchkey/schema'
import { sql } from 'drizzle-orm'
import type { SqliteDatabase } from '../open-database.ts'
import { events } from '../tables/events.ts'

/** Appends events inside the transaction of the change that they record. */
export interface EventWriter {
  append(added: readonly EventRecord[]): void
}

export function createEventWriter(db: SqliteDatabase): EventWriter {
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

  return {
    append(added) {
      for (const event of added) insert.run({ ...event, category: eventCategoryOf[event.type] })
    },
  }
}
