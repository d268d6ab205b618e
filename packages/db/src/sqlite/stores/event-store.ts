import { type EventStore, timePrefix } from '@latchkey/auth'
import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm'
import type { SqliteEngine } from '../engine.ts'
import { events } from '../tables/events.ts'

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

export function createSqliteEventStore({ db, append, write }: SqliteEngine): EventStore {
  const p = sql.placeholder
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
      write(() => append(added))
    },
    async list({ userId, category, before, limit }) {
      const values = { userId, before: before ?? endOfTime, limit }
      return category === null ? all.all(values) : ofCategory.all({ ...values, category })
    },
    async deleteBefore(moment, limit) {
      return deleteOld.run({ moment: timePrefix(moment), limit }).changes
    },
  }
}
