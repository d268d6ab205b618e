import { after } from '../duration.ts'
import type { GrantHash } from './grant.ts'

/** Whether a device asks more often than it was told to. In the memory of one process: nothing is written for a poll. */
export class PollPace {
  /** Milliseconds. */
  readonly #interval: number
  // Two generations: who asked in neither asked longer ago than an interval, and is let go with the older one at once.
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
