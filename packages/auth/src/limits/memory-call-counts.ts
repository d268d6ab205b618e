import { BoundedCounters, maxCounters } from './bounded-counters.ts'
import { type CallCounts, type CountedKey, type CountKind, countKinds } from './call-counts.ts'

/** Returns counts in the memory of one process. Between look and count it waits for nothing. */
export function createMemoryCallCounts(): CallCounts {
  // Apart from each other, so that a flood of networks makes room at the cost of networks only.
  const counters = new Map<CountKind, BoundedCounters>(
    countKinds.map((kind) => [kind, new BoundedCounters(maxCounters)]),
  )
  const countersOf = ({ kind }: CountedKey): BoundedCounters => {
    const found = counters.get(kind)
    if (found === undefined) throw new TypeError(`there are no counters of the kind ${kind}`)
    return found
  }

  return {
    peek: (counted, now) => countersOf(counted).get(counted.key, counted.window, now.getTime()),

    async count(keys, now) {
      const at = now.getTime()
      const before = keys.map((one) => countersOf(one).get(one.key, one.window, at)?.points ?? 0)
      const isCounted = keys.every(({ max }, index) => (before[index] ?? 0) < max)
      const counts = keys.map((one) => {
        if (isCounted) return { ...countersOf(one).increment(one.key, one.window, at) }
        const { points = 0, expiresAt = at } = countersOf(one).get(one.key, one.window, at) ?? {}
        return { points, expiresAt }
      })
      return { isCounted, counts }
    },

    async giveBack(keys, now) {
      for (const one of keys) countersOf(one).decrement(one.key, one.window, now.getTime())
    },

    async forget(keys) {
      for (const one of keys) countersOf(one).delete(one.key)
    },

    // The oldest make room.
    sweep: async () => 0,
  }
}
