import type { AuthStores } from '@latchkey/auth'
import { applyCall, type StoreCall } from '@latchkey/auth/testing'

export interface RaceMessage {
  readonly call: StoreCall
  /** When to make the call, in milliseconds of the machine's clock. */
  readonly at: number
}

export type RaceAnswer = { readonly result: unknown } | { readonly error: string }

/** Makes the calls that the parent process sends, with connections of this process's own. */
export function answerRaces(stores: AuthStores): void {
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
}
