import { createClient, reasonOf } from '@latchkey/client'
import { fileTokenStore } from '@latchkey/client/node'

/**
 * A program: a client over a file of tokens, which several of these processes share. Its parent process sets its clock and
 * orders its calls.
 */

export interface ClientOrder {
  readonly now: number
}

/** The outcome of each call: `null` for an answer, else the reason of the refusal or the error. */
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
