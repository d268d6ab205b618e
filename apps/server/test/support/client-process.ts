import { createClient, reasonOf } from '@latchkey/client'
import { fileTokenStore } from '@latchkey/client/node'

/**
 * A program of its own over a file of tokens. The process that started it sets its clock and says when to call; several
 * of these share the file.
 */

export interface ClientOrder {
  readonly now: number
}

/** What came of the calls: `null` for one that was answered, else the reason, or what it failed with. */
export interface ClientReport {
  readonly outcomes: readonly (string | null)[]
}

const callsAtOnce = 5

const [url = '', clientId = '', file = ''] = process.argv.slice(2)
let now = 0
const client = createClient({ url, clientId, tokenStore: fileTokenStore(file), now: () => new Date(now) })

process.on('message', (order: ClientOrder) => {
  now = order.now
  const calls = Array.from({ length: callsAtOnce }, () =>
    client.sessions.list.query().then(
      () => null,
      (error: unknown) => reasonOf(error) ?? String(error),
    ),
  )
  void Promise.all(calls).then((outcomes) => process.send?.({ outcomes } satisfies ClientReport))
})
process.send?.({ outcomes: [] } satisfies ClientReport)
