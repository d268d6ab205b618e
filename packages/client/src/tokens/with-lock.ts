import type { TokenStore } from './token-store.ts'

/** The part of the Web Locks API that the client uses: `navigator.locks` is one. */
export interface Locks {
  request<Result>(name: string, work: () => Promise<Result>): Promise<Result>
}

/** The last work of each store that has no name: the next one begins after it. */
const queues = new WeakMap<TokenStore, Promise<unknown>>()

/**
 * Runs some work while no other user of the store runs any. Not to be nested. With a name (`sharedAs`) and Web Locks, other
 * tabs and workers wait too; otherwise a queue of this process does.
 */
export function withLock<Result>(
  store: TokenStore,
  locks: Locks | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  if (store.sharedAs !== undefined && locks !== undefined) return locks.request(`latchkey:${store.sharedAs}`, work)
  const turn = (queues.get(store) ?? Promise.resolve()).then(work)
  queues.set(
    store,
    turn.catch(() => undefined),
  )
  return turn
}
