import { type EventStore, timePrefix } from '@latchkey/auth'
import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm'
import type { SqliteEngine } from '../engine.ts'
import { eventRetention } from '../tables/event-retention.ts'
import { events } from '../tables/events.ts'

/** The columns of an `EventRecord`: all but the category, which follows from the type. */
export const eventColumns = {
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

/** Returns the event store. Its `deleteBefore` is the one way to delete an event; the tables refuse every other. */
export function createSqliteEventStore({ db, append, write }: SqliteEngine): EventStore {
  const p = sql.placeholder
  const page = (within: SQL | undefined) =>
    db
      .select(eventColumns)
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
  const findOld = old.prepare()
  const deleteOld = db
    .delete(events)
    .where(sql`${events.id} IN (${old})`)
    .prepare()
  const allow = db
    .update(eventRetention)
    .set({ deletableBefore: sql`${p('before')}` })
    .prepare()

  /** Allows deletions for the length of the transaction: outside of it no event can be deleted. */
  function deleteAllowed(before: Date, limit: number): number {
    allow.run({ before: before.getTime() })
    const { changes } = deleteOld.run({ moment: timePrefix(before), limit })
    allow.run({ before: null })
    return changes
  }

  return {
    async append(added) {
      write(() => append(added))
    },
    async list({ userId, category, before, limit }) {
      const values = { userId, before: before ?? endOfTime, limit }
      return category === null ? all.all(values) : ofCategory.all({ ...values, category })
    },
    async deleteBefore(moment, limit) {
      // Most sweeps find nothing, and then write nothing.
      if (findOld.all({ moment: timePrefix(moment), limit: 1 }).length === 0) return 0
      return write(() => deleteAllowed(moment, limit))
    },
  }
}
