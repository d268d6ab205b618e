import { after, second } from '../core/duration.ts'
import { StoreUnavailableError } from '../core/store-unavailable-error.ts'
import type { FailureEntries } from '../events/event-record.ts'
import { countersOf, failureHash, type KeyedCounter, keyedCounters, refusalHash } from './limit-counters.ts'
import { type Consumption, type Limits, RateLimitedError } from './limits.ts'
import type { RateLimitStore, StoredCount } from './rate-limit-store.ts'
import { defaultRateLimits, type RateLimit, type RateLimits, type RateLimitSubject } from './rate-limits.ts'
import { SerializeByKey } from './serialize-by-key.ts'

/** How many rows one statement of the sweep deletes; more would delay every other statement. */
const sweepBatch = 100

export interface LimitsDependencies {
  readonly store: RateLimitStore
  readonly rateLimits?: RateLimits
  readonly now: () => Date
}

/** A key of a call, with the failures that are stored under it. */
interface LookedAt extends KeyedCounter {
  readonly stored: StoredCount | null
}

/**
 * Returns the limits of one process. Networks, users and sessions are counted in its memory. Of what protects an account,
 * failures are stored when they happen, and an attempt in flight, a sign-up and a failure that could not be stored count
 * in memory on top of them.
 */
export function createLimits({ store, rateLimits = defaultRateLimits, now }: LimitsDependencies): Limits {
  const counters = countersOf(rateLimits, now)
  const accounts = new SerializeByKey()

  return {
    async consume(name, subject) {
      const limit: RateLimit = rateLimits[name]
      const { account = '' }: Partial<RateLimitSubject> = subject
      const keyed = keyedCounters(counters.get(name) ?? [], subject)
      const inMemory = keyed.filter(({ isStored }) => !isStored).map((counter) => ({ ...counter, stored: null }))
      const durable = keyed.filter(({ isStored }) => isStored)
      if (durable.length === 0) return count(inMemory, limit, account)
      // What a network is refused reads no database.
      await look(inMemory)
      return accounts.run(account, async () => {
        const at = now()
        const found = await store.find(durable.map(failureHash), at)
        const stored = durable.map((key, index) => ({ ...key, stored: withinWindow(key, at, found[index]) }))
        return count([...inMemory, ...stored], limit, account)
      })
    },

    async sweep() {
      return (await store.deleteExpired(now(), sweepBatch)) === sweepBatch
    },
  }

  /** Counts a call under every key. Until all are counted nothing is waited for: calls at the same moment count exactly. */
  async function count(keys: readonly LookedAt[], { success }: RateLimit, account: string): Promise<Consumption> {
    await look(keys, () => keys.map(({ limiter, key }) => limiter.consume(key)))
    const protecting = keys.filter(({ isStored }) => isStored)
    return once({
      async succeed() {
        if (success === 'nothing') return
        const cleared = success === 'everything' ? keys.filter(({ by }) => by === 'account' || by === 'browser') : []
        const rest = keys.filter((key) => !cleared.includes(key))
        await Promise.all([...cleared.map(({ limiter, key }) => limiter.delete(key)), ...giveBack(rest)])
        await clear(cleared.filter(({ stored }) => stored !== null))
      },
      fail: (entries) => storeFailure(protecting, account, entries),
      async cancel() {
        await Promise.all(giveBack(protecting))
      },
    })
  }

  /** @throws RateLimitedError when a key is at its maximum */
  async function look(
    keys: readonly LookedAt[],
    otherwise: () => readonly Promise<unknown>[] = () => [],
  ): Promise<void> {
    const full = keys.find((key) => total(key) >= key.max)
    if (full === undefined) {
      await Promise.all(otherwise())
      return
    }
    const end = endOf(full)
    const refused = {
      by: full.by,
      isFirst: full.refusals.mark(full.key, end),
      retryAfter: Math.max(1, Math.ceil((end - now().getTime()) / second)),
    }
    if (!refused.isFirst || !full.isStored) throw new RateLimitedError({ ...refused, store: appendOnly })
    const refusal = { key: refusalHash(full), expiresAt: new Date(end) }
    const at = now()
    const [earlier] = await store.find([refusal.key], at)
    throw withinWindow(full, at, earlier) === null
      ? new RateLimitedError({ ...refused, store: (entries) => store.add([refusal], now(), entries) })
      : new RateLimitedError({ ...refused, isFirst: false, store: appendOnly })
  }

  async function appendOnly(entries: FailureEntries): Promise<void> {
    if (entries.kept.length > 0 || entries.discarded.length > 0) await store.add([], now(), entries)
  }

  /** Moves counts from the memory to the store, with the events. Where the store fails they stay in the memory. */
  async function storeFailure(keys: readonly KeyedCounter[], account: string, entries: FailureEntries): Promise<void> {
    await accounts.run(account, async () => {
      const at = now()
      const counts = keys.map((key) => ({ key: failureHash(key), expiresAt: after(at, key.window) }))
      await store.add(counts, at, entries)
      await Promise.all(giveBack(keys))
    })
  }

  /** A right password signs in also where its failures can't be deleted: their window ends by itself. */
  async function clear(keys: readonly KeyedCounter[]): Promise<void> {
    if (keys.length === 0) return
    try {
      await store.delete(keys.map(failureHash))
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error
    }
  }
}

/** Returns a stored count unless it ends later than a window that begins now: the clock was set back, and it is over. */
function withinWindow({ window }: KeyedCounter, now: Date, stored: StoredCount | null = null): StoredCount | null {
  return stored !== null && stored.expiresAt <= after(now, window) ? stored : null
}

function total({ limiter, key, stored }: LookedAt): number {
  return (limiter.peek(key)?.points ?? 0) + (stored?.count ?? 0)
}

/** Returns when a full key is free again, in milliseconds. */
function endOf({ limiter, key, max, stored }: LookedAt): number {
  const storedEnd = stored?.expiresAt.getTime() ?? 0
  if (stored !== null && stored.count >= max) return storedEnd
  return Math.max(storedEnd, limiter.peek(key)?.expiresAt ?? 0)
}

function giveBack(keys: readonly KeyedCounter[]): readonly Promise<unknown>[] {
  return keys.map(({ limiter, key }) => limiter.reward(key))
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
