import { after } from '../core/duration.ts'
import type { GrantHash } from './grant.ts'

/** Tells whether a device polls more often than it was told to, in the memory of one process: a poll writes nothing. */
export class PollingPace {
  /** Milliseconds. */
  readonly #interval: number
  // Two generations: a device in neither polled longer ago than an interval, and the older one is dropped as a whole.
  #newer = new Map<GrantHash, Date>()
  #older = new Map<GrantHash, Date>()
  #since = new Date(0)

  constructor(interval: number) {
    this.#interval = interval
  }

  isTooFast(hash: GrantHash, now: Date): boolean {
    if (now >= after(this.#since, this.#interval)) {
      this.#older = this.#newer
      this.#newer = new Map()
      this.#since = now
    }
    const before = this.#newer.get(hash) ?? this.#older.get(hash)
    this.#newer.set(hash, now)
    return before !== undefined && now < after(before, this.#interval)
  }
}
