import type { AuthStores } from '@latchkey/auth'
import { applyCall, type StoreCall } from '@latchkey/auth/testing'

export interface RaceMessage {
  readonly calls: readonly StoreCall[]
  /** When to make the calls, in milliseconds of the machine's clock. */
  readonly at: number
}

export type RaceAnswer = { readonly result: unknown } | { readonly error: string }

/** Makes the calls that the parent process sends, with connections of this process's own. */
export function answerRaces(stores: AuthStores): void {
  process.on('message', (message) => {
    const { calls, at } = message as RaceMessage
    // Spins, because a timer is not exact enough to start two calls at once.
    while (performance.timeOrigin + performance.now() < at);
    const answers = calls.map((call) =>
      applyCall(stores, call).then(
        (result): RaceAnswer => ({ result }),
        (error: unknown): RaceAnswer => ({ error: `${call.store}.${call.method}: ${String(error)}` }),
      ),
    )
    void Promise.all(answers).then((all) => process.send?.(all satisfies readonly RaceAnswer[]))
  })
  process.send?.('ready')
}
