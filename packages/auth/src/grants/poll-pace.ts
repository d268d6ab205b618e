import { after } from '../duration.ts'
import type { GrantHash } from './grant.ts'

/** How many devices are kept in mind before those that are not polling any more are let go. */
const plenty = 10_000

/** Whether a device asks more often than it was told to. In the memory of one process: nothing is written for a poll. */
export class PollPace {
  /** Milliseconds. */
  readonly #interval: number
  readonly #asked = new Map<GrantHash, Date>()

  constructor(interval: number) {
    this.#interval = interval
  }

  isTooFast(hash: GrantHash, now: Date): boolean {
    const before = this.#asked.get(hash)
    if (this.#asked.size >= plenty) this.#letGo(now)
    this.#asked.set(hash, now)
    return before !== undefined && now < after(before, this.#interval)
  }

  #letGo(now: Date): void {
    for (const [hash, at] of this.#asked) if (now >= after(at, this.#interval)) this.#asked.delete(hash)
  }
}
