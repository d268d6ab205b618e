import { setImmediate, setTimeout } from 'node:timers/promises'

/** Milliseconds for which a lock of another process is waited for. */
const maxWait = 100
/** Milliseconds in which it is tried in each turn of the event loop: most locks are one commit of another process. */
const eagerFor = 5
/** Milliseconds between two tries after that. */
const pause = 1

/** Does synchronous work, again while it finds the database locked by another process. */
export type RetryWhileLocked = <T>(work: () => T | Promise<T>) => Promise<T>

/**
 * Returns a function that does synchronous work which may find the database locked. What finds it locked waits in a queue,
 * whose first tries again and again: a thousand waiting writes cost no more than one. The process goes on meanwhile; SQLite's
 * own waiting would stop it. What is not locked, like a read, never waits.
 *
 * The function throws the error of the last try, with the code `SQLITE_BUSY`, when the lock lasts longer than 100 milliseconds.
 */
export function createLockQueue(): RetryWhileLocked {
  let last: Promise<unknown> = Promise.resolve()
  return async (work) => {
    try {
      return await work()
    } catch (error) {
      if (!isLocked(error)) throw error
    }
    const since = performance.now()
    const turn = last.then(() => retry(since, work))
    last = turn.catch(() => undefined)
    return turn
  }
}

async function retry<T>(since: number, work: () => T | Promise<T>): Promise<T> {
  for (;;) {
    try {
      // oxlint-disable-next-line eslint/no-await-in-loop -- one try after the other is the point
      return await work()
    } catch (error) {
      if (!isLocked(error) || performance.now() - since >= maxWait) throw error
    }
    // oxlint-disable-next-line eslint/no-await-in-loop
    await (performance.now() - since < eagerFor ? setImmediate() : setTimeout(pause))
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}
