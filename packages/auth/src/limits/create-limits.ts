import { after, second } from '../core/duration.ts'
import { StoreUnavailableError } from '../core/store-unavailable-error.ts'
import type { FailureEntries } from '../events/event-record.ts'
import { BoundedCounters, maxCounters } from './bounded-counters.ts'
import type { CallCount, CallCounts } from './call-counts.ts'
import { boundsOf, failureHash, keysOf, type LimitKey, refusalHash } from './limit-keys.ts'
import { type Consumption, type Limits, RateLimitedError } from './limits.ts'
import { createMemoryCallCounts } from './memory-call-counts.ts'
import { maxClockDifference } from './max-clock-difference.ts'
import type { RateLimitStore, StoredCount } from './rate-limit-store.ts'
import { defaultRateLimits, type RateLimit, type RateLimits } from './rate-limits.ts'

/** How many rows one statement of the sweep deletes; more would delay every other statement. */
const sweepBatch = 100

export interface LimitsDependencies {
  readonly store: RateLimitStore
  /** The default counts in the memory of this process. */
  readonly counts?: CallCounts
  readonly rateLimits?: RateLimits
  readonly now: () => Date
}

/** A call that was counted under all keys, or the key that refused it. */
interface Counted {
  readonly keys: readonly LookedAt[]
  readonly full: LookedAt | null
}

/**
 * How often a key of an account is looked at before it refuses: what fails at the same moment may be seen twice. As often where
 * its failures alone fill it, so that the time does not tell which addresses have users.
 */
const maxLooks = 3

/** A key of a call, with what is counted and stored under it. */
interface LookedAt extends LimitKey {
  readonly count: CallCount | null
  readonly stored: StoredCount | null
}

/**
 * Returns the limits of a server. Calls are counted in `counts`. Of what protects an account, failures are stored when they
 * happen, and an attempt in flight, a sign-up and a failure that could not be stored count on top of them.
 */
export function createLimits({
  store,
  counts = createMemoryCallCounts(),
  rateLimits = defaultRateLimits,
  now,
}: LimitsDependencies): Limits {
  const bounds = boundsOf(rateLimits)
  /** Which keys have refused a call in their window, as far as this process knows. */
  const refusals = new BoundedCounters(maxCounters)

  return {
    async consume(name, subject) {
      const limit: RateLimit = rateLimits[name]
      const keys = keysOf(bounds.get(name) ?? [], subject)
      const at = now()
      // What a network is refused reads no database.
      await refuseFull(keys.map((key) => ({ ...key, count: counts.peek(key, at), stored: null })))
      for (let look = 1; ; look += 1) {
        // oxlint-disable-next-line no-await-in-loop -- one look after the other is the point
        const found = await count(keys)
        if (found.full === null) return consumption(found.keys, limit)
        // oxlint-disable-next-line no-await-in-loop -- as above
        if (look === maxLooks || !found.full.isStored) throw await refusalBy(found.full)
      }
    },

    async sweep() {
      const deleted = await Promise.all([store.deleteExpired(now(), sweepBatch), counts.sweep(now(), sweepBatch)])
      return deleted.includes(sweepBatch)
    },
  }

  /**
   * Counts a call under every key; `full` is the first key that does not allow it, and then it counts under none. While a failure
   * moves from the counts to the store it may be seen in both, for a moment, and is missing in neither: stored failures are
   * read again after the call was counted.
   */
  async function count(keys: readonly LimitKey[]): Promise<Counted> {
    const before = await withStored(keys)
    const stored = before.find((key) => total(key) >= key.max)
    if (stored !== undefined) return { keys: before, full: stored }
    const tally = await counts.count(before.map(leftOf), now())
    const counted = before.map((key, index) => ({ ...key, count: tally.counts[index] ?? null }))
    if (!tally.isCounted) {
      const full = counted.find((key) => total(key) >= key.max)
      if (full === undefined) throw new TypeError('a call was not counted, though none of its keys is at its maximum')
      return { keys: counted, full }
    }
    if (!counted.some(({ isStored }) => isStored)) return { keys: counted, full: null }
    const all = await withStored(counted).catch(async (error: unknown) => {
      await counts.giveBack(counted, now())
      throw error
    })
    const beyond = all.find((key) => total(key) > key.max) ?? null
    if (beyond !== null) await counts.giveBack(counted, now())
    return { keys: all, full: beyond }
  }

  /** Returns keys with the failures that are stored under them. */
  async function withStored(keys: readonly (LimitKey & Partial<LookedAt>)[]): Promise<readonly LookedAt[]> {
    const at = now()
    const durable = keys.filter(({ isStored }) => isStored)
    const found = durable.length === 0 ? [] : await store.find(durable.map(failureHash), at)
    const stored = new Map<LimitKey, StoredCount | null>(
      durable.map((key, index) => [key, withinWindow(key, at, found[index])]),
    )
    return keys.map((key) => ({ count: null, ...key, stored: stored.get(key) ?? null }))
  }

  /** @throws RateLimitedError when a key is at its maximum */
  async function refuseFull(keys: readonly LookedAt[]): Promise<void> {
    const full = keys.find((key) => total(key) >= key.max)
    if (full !== undefined) throw await refusalBy(full)
  }

  async function refusalBy(full: LookedAt): Promise<RateLimitedError> {
    const at = now()
    const end = endOf(full) ?? at.getTime()
    const refused = {
      by: full.by,
      isFirst: refusals.increment(full.key, end - at.getTime(), at.getTime()).points === 1,
      retryAfter: Math.max(1, Math.ceil((end - at.getTime()) / second)),
    }
    if (!refused.isFirst || !full.isStored) return new RateLimitedError({ ...refused, store: appendOnly })
    const refusal = { key: refusalHash(full), expiresAt: new Date(end) }
    const [earlier] = await store.find([refusal.key], at)
    return withinWindow(full, at, earlier) === null
      ? new RateLimitedError({ ...refused, store: (entries) => store.add([refusal], now(), entries) })
      : new RateLimitedError({ ...refused, isFirst: false, store: appendOnly })
  }

  function consumption(keys: readonly LookedAt[], { success }: RateLimit): Consumption {
    const protecting = keys.filter(({ isStored }) => isStored)
    return once({
      async succeed() {
        if (success === 'nothing') return
        const cleared = success === 'everything' ? keys.filter(({ by }) => by === 'account' || by === 'browser') : []
        const rest = keys.filter((key) => !cleared.includes(key))
        await Promise.all([leniently(counts.forget(cleared)), leniently(counts.giveBack(rest, now()))])
        const stored = cleared.filter((key) => key.stored !== null)
        if (stored.length > 0) await leniently(store.delete(stored.map(failureHash)))
      },
      fail: (entries) => storeFailure(protecting, entries),
      async cancel() {
        await leniently(counts.giveBack(protecting, now()))
      },
    })
  }

  async function appendOnly(entries: FailureEntries): Promise<void> {
    if (entries.kept.length > 0 || entries.discarded.length > 0) await store.add([], now(), entries)
  }

  /** Moves what was counted into the store, with the events. Where the store fails it stays counted. */
  async function storeFailure(keys: readonly LimitKey[], entries: FailureEntries): Promise<void> {
    const at = now()
    const failures = keys.map((key) => ({ key: failureHash(key), expiresAt: after(at, key.window) }))
    await store.add(failures, at, entries)
    await leniently(counts.giveBack(keys, at))
  }
}

/** Waits for what may fail without harm: what is not given back or deleted is over with its window. */
async function leniently(change: Promise<void>): Promise<void> {
  try {
    await change
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error
  }
}

/**
 * Returns a stored count unless it ends later than a window that begins now, by more than clocks differ: the clock was set
 * back, and it is over.
 */
function withinWindow({ window }: LimitKey, now: Date, stored: StoredCount | null = null): StoredCount | null {
  return stored !== null && stored.expiresAt <= after(now, window + maxClockDifference) ? stored : null
}

/** Returns a key with as many calls as its stored failures leave. */
function leftOf(key: LookedAt): LookedAt {
  return { ...key, max: key.max - (key.stored?.count ?? 0) }
}

function total({ count, stored }: LookedAt): number {
  return (count?.points ?? 0) + (stored?.count ?? 0)
}

/** Returns when a full key is free again, in milliseconds; `null` where nothing is counted under it. */
function endOf({ count, max, stored }: LookedAt): number | null {
  const storedEnd = stored?.expiresAt.getTime() ?? null
  if (storedEnd !== null && stored !== null && stored.count >= max) return storedEnd
  return count === null ? storedEnd : Math.max(storedEnd ?? 0, count.expiresAt)
}

/** Returns a consumption whose first outcome counts. */
function once(outcomes: Consumption): Consumption {
  let isTold = false
  const first = async (tell: () => Promise<void>): Promise<void> => {
    if (isTold) return
    isTold = true
    await tell()
  }
  return {
    succeed: () => first(() => outcomes.succeed()),
    fail: (entries) => first(() => outcomes.fail(entries)),
    cancel: () => first(() => outcomes.cancel()),
  }
}
