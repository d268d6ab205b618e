import { type EventRecord, type EventStore, timePrefix } from '@latchkey/auth'
import { appendEvents, type PostgresEngine } from '../engine.ts'
import { statement } from '../statement.ts'

/** The columns of an `EventRecord`, of the table `e`. */
export const eventColumns = `
  e.id, e.user_id AS "userId", e.type, e.at, e.actor, e.session_id AS "sessionId", e.device, e.ip,
  e.request_id AS "requestId", e.details`

const page = (within: string) => `
  SELECT ${eventColumns} FROM events e WHERE user_id = $1 ${within} AND id < $2 ORDER BY id DESC LIMIT $3`
const listAll = statement<EventRecord>(page(''))
const listOfCategory = statement<EventRecord>(page('AND category = $4'))
const findOld = statement<object>('SELECT FROM events WHERE id < $1 ORDER BY id LIMIT 1')
const allow = statement<object>("SELECT set_config('latchkey.events_deletable_before', $1, true)")
const deleteOld = statement(`
  DELETE FROM events WHERE id = ANY (
    ARRAY (SELECT id FROM events WHERE id < $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
  )`)

/** Sorts after every id. */
const endOfTime = 'g'

/** Returns the event store. Its `deleteBefore` is the one way to delete an event; a trigger refuses every other. */
export function createPostgresEventStore({ reads, writes, transaction }: PostgresEngine): EventStore {
  return {
    append: (added) => transaction((connection) => appendEvents(connection, added)),
    list: ({ userId, category, before, limit }) =>
      category === null
        ? reads.rows(listAll, userId, before ?? endOfTime, limit)
        : reads.rows(listOfCategory, userId, before ?? endOfTime, limit, category),
    async deleteBefore(moment, limit) {
      // Most sweeps find nothing, and then write nothing.
      if ((await writes.row(findOld, timePrefix(moment))) === null) return 0
      return transaction(async (connection) => {
        await connection.row(allow, moment.toISOString())
        return connection.run(deleteOld, timePrefix(moment), limit)
      })
    },
  }
}
