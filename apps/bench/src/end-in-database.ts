import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { call } from './call.ts'
import type { OpenSession } from './open-session.ts'
import type { Bench } from './run-bench.ts'
import { withTimeout } from './with-timeout.ts'

/** The interval at which the server compares open streams with the database, in milliseconds. */
export const recheckIntervalMs = 3000

const timeoutMs = 10_000

/** The statement that an operator would run by hand. */
const update =
  "UPDATE sessions SET ended_at = ?, end_reason = 'ended_by_user', token_hash = NULL WHERE id = ? AND ended_at IS NULL"

/**
 * Ends sessions by an UPDATE in the database file, without the server, each at another moment of the recheck interval.
 * @returns for each session, the milliseconds from the commit to the refusal of its next request and to its last event
 */
export async function endInDatabase({
  bench,
  file,
  url,
  sessions,
}: {
  bench: Bench
  file: string
  url: string
  sessions: readonly OpenSession[]
}): Promise<{ toRefusal: readonly number[]; toLastEvent: readonly number[] }> {
  const toRefusal: number[] = []
  const toLastEvent: number[] = []
  const database = new DatabaseSync(file)
  database.exec('PRAGMA busy_timeout = 3000')
  const end = database.prepare(update)
  for (const [round, { id, cookie, watch }] of sessions.entries()) {
    // A round ends right after a recheck: growing delays spread the rounds over the interval between two rechecks.
    await setTimeout((recheckIntervalMs / sessions.length) * round)
    end.run(Date.now(), id)
    const committedAt = performance.now()
    const refused = await call(url, 'events.list', { cookie })
    if (refused.reason !== 'SESSION_ENDED') bench.fail(`ended in the database: the next request got ${refused.status}`)
    const { event, at } = await withTimeout(timeoutMs, 'the last event', watch.lastEvent)
    if (event.type !== 'ended' || event.ending?.endReason !== 'ended_by_user') {
      bench.fail(`ended in the database: the last event was ${JSON.stringify(event)}`)
    }
    toRefusal.push(refused.at - committedAt)
    toLastEvent.push(at - committedAt)
  }
  database.close()
  return { toRefusal, toLastEvent }
}
