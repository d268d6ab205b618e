import { type CallCounts, StoreUnavailableError } from '@latchkey/auth'

/**
 * Returns counts that are in Redis, and in PostgreSQL while Redis does not answer. What was counted in one is not known to the
 * other: at worst a limit is used twice in a window in which Redis fails or comes back.
 */
export function callCountsWithFallback(first: CallCounts, second: CallCounts): CallCounts {
  const either = async <T>(call: (counts: CallCounts) => Promise<T>): Promise<T> => {
    try {
      return await call(first)
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error
      return call(second)
    }
  }
  return {
    peek: (key, now) => first.peek(key, now) ?? second.peek(key, now),
    count: (keys, now) => either((counts) => counts.count(keys, now)),
    giveBack: (keys, now) => either((counts) => counts.giveBack(keys, now)),
    forget: (keys) => either((counts) => counts.forget(keys)),
    sweep: (now, limit) => second.sweep(now, limit),
  }
}
