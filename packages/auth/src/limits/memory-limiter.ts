// oxlint-disable-next-line typescript/triple-slash-reference -- an import can't name a file that only declares a module
/// <reference path="./rate-limiter-store-abstract.d.ts" />
import { RateLimiterRes } from 'rate-limiter-flexible'
import RateLimiterStoreAbstract from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js'
import { second } from '../core/duration.ts'
import type { BoundedCounters, Counter } from './bounded-counters.ts'

export interface MemoryLimiterOptions {
  readonly counters: BoundedCounters
  /** Sets the keys of this limiter apart from those of others over the same counters. */
  readonly prefix: string
  readonly max: number
  /** Milliseconds. */
  readonly window: number
  readonly now: () => Date
}

/** A limiter over bounded counters and a clock that is passed to it. */
export class MemoryLimiter extends RateLimiterStoreAbstract {
  readonly #counters: BoundedCounters
  readonly #now: () => Date
  readonly #window: number

  constructor({ counters, prefix, max, window, now }: MemoryLimiterOptions) {
    super({ storeClient: counters, keyPrefix: prefix, points: max, duration: window / second })
    this.#counters = counters
    this.#window = window
    this.#now = now
  }

  /** Returns the count under a key at once, where `get` returns a promise: between look and count nothing may happen. */
  peek(key: string): Counter | null {
    return this.#counters.get(this.getKey(key), this.#window, this.#now().getTime())
  }

  /** Called by `get` of the library. */
  async _get(key: string): Promise<Counter | null> {
    return this.#counters.get(key, this.#window, this.#now().getTime())
  }

  /** Called by `consume`, `penalty` and `reward` of the library, before they return. */
  async _upsert(key: string, points: number): Promise<Counter> {
    const now = this.#now().getTime()
    if (points > 0) return this.#counters.increment(key, this.#window, now)
    return this.#counters.decrement(key, this.#window, now) ?? { points: 0, expiresAt: now }
  }

  /** Called by `delete` of the library. */
  async _delete(key: string): Promise<boolean> {
    return this.#counters.delete(key)
  }

  /** Called by the library with what the methods above return. */
  _getRateLimiterRes(_key: string, _changed: number, { points, expiresAt }: Counter): RateLimiterRes {
    const left = Math.max(0, this.points - points)
    return new RateLimiterRes(left, Math.max(0, expiresAt - this.#now().getTime()), points, points === 1)
  }
}
