/** How many counts of one kind are kept in memory: those of networks, of accounts, and of users with their sessions. */
export const maxCounters = 50_000

/** A count of one window. */
export interface Counter {
  points: number
  /** Milliseconds. */
  readonly expiresAt: number
}

/**
 * Counts in memory, at most `max` of them, in two generations: when the young one has half of them, it becomes the old
 * one, and the old one is forgotten as a whole. So the half that was counted last is always known. It takes no timer, and
 * no search for what is oldest.
 */
export class BoundedCounters {
  readonly #maxOfGeneration: number
  #young = new Map<string, Counter>()
  #old = new Map<string, Counter>()

  constructor(max: number) {
    this.#maxOfGeneration = Math.ceil(max / 2)
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  /**
   * Returns the count under a key; `null` when it has none, or its window is over. So is one that ends later than a window
   * that begins now: the clock was set back.
   */
  get(key: string, window: number, now: number): Counter | null {
    const counter = this.#young.get(key) ?? this.#old.get(key)
    if (counter === undefined || counter.expiresAt <= now || counter.expiresAt > now + window) return null
    return counter
  }

  /** Adds one to a count; the first one begins a window. */
  increment(key: string, window: number, now: number): Counter {
    const counter = this.get(key, window, now) ?? { points: 0, expiresAt: now + window }
    counter.points += 1
    if (this.#young.get(key) !== counter) this.#addYoung(key, counter)
    return counter
  }

  /** Takes one off a count, never below zero: what is counted nowhere any more is not given back. */
  decrement(key: string, window: number, now: number): Counter | null {
    const counter = this.get(key, window, now)
    if (counter === null) return null
    counter.points -= 1
    if (counter.points <= 0) this.delete(key)
    return counter
  }

  delete(key: string): boolean {
    const isYoung = this.#young.delete(key)
    const isOld = this.#old.delete(key)
    return isYoung || isOld
  }

  #addYoung(key: string, counter: Counter): void {
    if (this.#young.size >= this.#maxOfGeneration && !this.#young.has(key)) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, counter)
  }
}
