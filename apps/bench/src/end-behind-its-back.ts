import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { call } from './call.ts'
import type { OpenSession } from './open-session.ts'
import type { Bench } from './run-bench.ts'
import { within } from './within.ts'

/** How often the server holds open streams against the database, in milliseconds (`apps/server/src/jobs.ts`). */
export const recheck = 3000

const patience = 10_000

/** What an operator would do by hand. */
const update =
  "UPDATE sessions SET ended_at = ?, end_reason = 'ended_by_user', token_hash = NULL WHERE id = ? AND ended_at IS NULL"

/** Ends sessions past the server, each at another moment between two of its looks. */
export async function endBehindItsBack({
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
    // A round ends right after a look: these waits spread the rounds over the time between two.
    await setTimeout((recheck / sessions.length) * round)
    end.run(Date.now(), id)
    const committedAt = performance.now()
    const refused = await call(url, 'events.list', { cookie })
    if (refused.reason !== 'SESSION_ENDED') bench.fail(`behind its back: the next request got ${refused.status}`)
    const { event, at } = await within(patience, 'the last event', watch.lastEvent)
    if (event.type !== 'ended' || event.ending?.endReason !== 'ended_by_user') {
      bench.fail(`behind its back: the last event was ${JSON.stringify(event)}`)
    }
    toRefusal.push(refused.at - committedAt)
    toLastEvent.push(at - committedAt)
  }
  database.close()
  return { toRefusal, toLastEvent }
}
