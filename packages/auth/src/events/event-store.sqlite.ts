import { events, type LatchkeyDatabase } from '@latchkey/db'
import { type EventActor, eventCategoryOf, type EventDetails, type EventType } from '@latchkey/schema'
import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm'
import type { SessionId } from '../sessions/session.ts'
import type { UserId } from '../users/user.ts'
import { type EventId, type EventRecord, timePrefix } from './event-record.ts'
import type { EventStore } from './event-store.ts'

/** All but the category, which follows from the type. */
const columns = {
  id: events.id,
  userId: events.userId,
  type: events.type,
  at: events.at,
  actor: events.actor,
  sessionId: events.sessionId,
  device: events.device,
  ip: events.ip,
  requestId: events.requestId,
  details: events.details,
}

/** Sorts after every id. */
const endOfTime = 'g'

export function createSqliteEventStore(db: LatchkeyDatabase): EventStore {
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

  const page = (within: SQL | undefined) =>
    db
      .select(columns)
      .from(events)
      .where(and(eq(events.userId, p('userId')), within, lt(events.id, p('before'))))
      .orderBy(desc(events.id))
      .limit(p('limit'))
      .prepare()
  const all = page(undefined)
  const ofCategory = page(eq(events.category, p('category')))

  const old = db
    .select({ id: events.id })
    .from(events)
    .where(lt(events.id, p('moment')))
    .limit(p('limit'))
  const deleteOld = db
    .delete(events)
    .where(sql`${events.id} IN (${old})`)
    .prepare()

  return {
    async append(added) {
      db.transaction(() => {
        for (const event of added) insert.run({ ...event, category: eventCategoryOf[event.type] })
      })
    },
    async list({ userId, category, before, limit }) {
      const values = { userId, before: before ?? endOfTime, limit }
      const rows = category === null ? all.all(values) : ofCategory.all({ ...values, category })
      return rows.map(recordFromRow)
    },
    async deleteBefore(moment, limit) {
      return deleteOld.run({ moment: timePrefix(moment), limit }).changes
    },
  }
}

function recordFromRow(row: Pick<typeof events.$inferSelect, keyof typeof columns>): EventRecord {
  return {
    ...row,
    id: row.id as EventId,
    userId: row.userId as UserId,
    type: row.type as EventType,
    actor: row.actor as EventActor,
    sessionId: row.sessionId as SessionId | null,
    details: row.details as EventDetails,
  }
}
