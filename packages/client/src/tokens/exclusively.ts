import type { TokenStore } from './token-store.ts'

/** As much of Web Locks as is needed: `navigator.locks` is one. */
export interface Locks {
  request<Result>(name: string, work: () => Promise<Result>): Promise<Result>
}

/** Runs some work while nobody who shares the store runs any. Not to be nested. */
export type Exclusively = <Result>(work: () => Promise<Result>) => Promise<Result>

/** The last work of each store that has no name: the next one begins after it. */
const queues = new WeakMap<TokenStore, Promise<unknown>>()

/**
 * Takes turns over a store: by a lock where the store has a name and there are locks, which other tabs see too; in a
 * queue of this process otherwise.
 */
export function exclusively(store: TokenStore, locks: Locks | undefined): Exclusively {
  const { sharedAs } = store
  if (sharedAs !== undefined && locks !== undefined) {
    return (work) => locks.request(`latchkey:${sharedAs}`, work)
  }
  return (work) => {
    const turn = (queues.get(store) ?? Promise.resolve()).then(work)
    queues.set(
      store,
      turn.catch(() => undefined),
    )
    return turn
  }
}
