import { createHash } from 'node:crypto'
import { networkOf } from '../core/network.ts'
import { surroundingNetwork } from '../core/surrounding-network.ts'
import { BoundedCounters, maxCounters } from './bounded-counters.ts'
import { MemoryLimiter } from './memory-limiter.ts'
import type { RateLimitHash } from './rate-limit-store.ts'
import {
  type RateLimitBound,
  type RateLimitKey,
  rateLimitKeys,
  type RateLimitName,
  type RateLimits,
  type RateLimitSubject,
} from './rate-limits.ts'

/** One bound of a limit, and what counts calls under it. */
export interface BoundCounter extends RateLimitBound {
  readonly limiter: MemoryLimiter
  readonly refusals: RefusalMarks
  /** Whether failures under it are stored. */
  readonly isStored: boolean
}

/** A bound, and the key under which it counts one call. */
export interface KeyedCounter extends BoundCounter {
  readonly key: string
}

/** Returns what the failures under a key are stored under. */
export function failureHash({ by, key }: KeyedCounter): RateLimitHash {
  return hashOf(`${by} ${key}`)
}

/** Returns what is stored under when a key has refused a call in its window. */
export function refusalHash({ by, key }: KeyedCounter): RateLimitHash {
  return hashOf(`refused ${by} ${key}`)
}

/** Which keys have refused a call in their window. */
export interface RefusalMarks {
  /** Marks a key until `end`, in milliseconds; returns whether it was not marked before. */
  readonly mark: (key: string, end: number) => boolean
}

const kinds = {
  block: 'network',
  network: 'network',
  user: 'user',
  session: 'user',
  accountAnywhere: 'account',
  browsers: 'account',
  account: 'account',
  browser: 'account',
} as const satisfies Record<RateLimitKey, string>

/** Returns the counters of every limit, those of one limit from the widest key to the narrowest. */
export function countersOf(
  rateLimits: RateLimits,
  now: () => Date,
): ReadonlyMap<RateLimitName, readonly BoundCounter[]> {
  // Apart from each other, so that a flood of networks makes room at the cost of networks only.
  const counters = { network: countersOfKind(), account: countersOfKind(), user: countersOfKind() }
  let limiters = 0
  const counterOf = (bound: RateLimitBound): BoundCounter => {
    const kind = kinds[bound.by]
    // Short, because it is a part of every key in memory.
    const prefix = (limiters++).toString(36)
    const { counts, refusals } = counters[kind]
    const limiter = new MemoryLimiter({ ...bound, counters: counts, prefix, now })
    const mark: RefusalMarks['mark'] = (key, end) => {
      const at = now().getTime()
      return refusals.increment(`${prefix}:${key}`, end - at, at).points === 1
    }
    return { ...bound, limiter, refusals: { mark }, isStored: kind === 'account' }
  }
  return new Map(
    Object.entries(rateLimits).map(([name, { bounds }]) => [
      name as RateLimitName,
      bounds.map(counterOf).toSorted(byWidth),
    ]),
  )
}

function countersOfKind(): { readonly counts: BoundedCounters; readonly refusals: BoundedCounters } {
  return { counts: new BoundedCounters(maxCounters), refusals: new BoundedCounters(maxCounters) }
}

/** Sorts from the widest key to the narrowest. */
function byWidth(a: RateLimitBound, b: RateLimitBound): number {
  return rateLimitKeys.indexOf(a.by) - rateLimitKeys.indexOf(b.by)
}

/** Returns the counters that a call counts under: those of a recognised browser, or those of every other call. */
export function keyedCounters(
  counters: readonly BoundCounter[],
  subject: Partial<RateLimitSubject>,
): readonly KeyedCounter[] {
  const isOfBrowser = ({ by }: BoundCounter): boolean => by === 'browser' || by === 'browsers'
  const isRecognised = (subject.browser ?? null) !== null && counters.some(isOfBrowser)
  return counters
    .filter((counter) => isOfBrowser(counter) === isRecognised)
    .map((counter) => ({ ...counter, key: keyText(counter.by, subject) }))
}

function keyText(
  by: RateLimitKey,
  { account = '', network = null, browser = null, user = '', session = '' }: Partial<RateLimitSubject>,
): string {
  switch (by) {
    case 'block':
      return surroundingNetwork(network) ?? 'unknown'
    case 'network':
      return networkOf(network)
    case 'user':
      return user
    case 'session':
      return session
    case 'accountAnywhere':
    case 'browsers':
      return account
    case 'account':
      return `${networkOf(network)} ${account}`
    case 'browser':
      return `${browser ?? ''} ${account}`
  }
}

function hashOf(text: string): RateLimitHash {
  return createHash('sha256').update(text).digest('base64url') as RateLimitHash
}
