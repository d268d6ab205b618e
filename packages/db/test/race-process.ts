import { applyCall, type StoreCall } from '@latchkey/auth/testing'
import { createSqliteStores, openDatabase } from '../src/sqlite/index.ts'

/** A process with a connection of its own, which makes the calls that it is sent. */

export interface RaceMessage {
  readonly call: StoreCall
  /** When to make the call, in milliseconds of the machine's clock. */
  readonly at: number
}

export type RaceAnswer = { readonly result: unknown } | { readonly error: string }

const [file = ''] = process.argv.slice(2)
const db = openDatabase(file)
const stores = await createSqliteStores(db)
// On a busy machine the other process may hold its lock for longer than a server would wait.
db.$client.pragma('busy_timeout = 10000')

process.on('message', (message) => {
  const { call, at } = message as RaceMessage
  // Spins, because a timer is not exact enough to start two calls at once.
  while (performance.timeOrigin + performance.now() < at);
  applyCall(stores, call).then(
    (result) => process.send?.({ result } satisfies RaceAnswer),
    (error: unknown) => process.send?.({ error: String(error) } satisfies RaceAnswer),
  )
})
process.send?.('ready')
