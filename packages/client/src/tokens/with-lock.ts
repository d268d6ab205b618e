import type { TokenStore } from './token-store.ts'

/**
 * The part of a Web Locks `LockManager` that the client uses; `navigator.locks` is one.
 *
 * @see [Web Locks API, LockManager](https://w3c.github.io/web-locks/#api-lock-manager)
 */
export interface Locks {
  /**
   * Runs some work while no other work with the same name runs.
   *
   * @param name - of the lock
   * @param work - holds the lock until its promise settles
   * @returns what the work resolves to
   */
  request<Result>(name: string, work: () => Promise<Result>): Promise<Result>
}

/** The last work of each store that has no name: the next one begins after it. */
const queues = new WeakMap<TokenStore, Promise<unknown>>()

/**
 * Runs some work while no other user of the store runs any. Not to be nested. With a name (`sharedAs`) and Web Locks,
 * other tabs and workers wait too; otherwise the work waits in a queue of this process.
 *
 * @param store - what is locked
 * @param locks - those of the platform, or `undefined` if it has none
 * @param work - holds the lock until its promise settles
 * @returns what the work resolves to
 * @throws what the work rejects with
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
