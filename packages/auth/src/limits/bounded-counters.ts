/** How many counts of one kind are kept in memory: those of networks, of accounts, and of users with their sessions. */
export const maxCounters = 50_000

/** A count of one window. */
export interface Counter {
  points: number
  /** Milliseconds. */
  readonly expiresAt: number
}

/**
 * Counts in memory, at most `max` of them: beyond it the oldest window is forgotten. No timer runs: an entry whose window
 * is over makes room for the next ones.
 */
export class BoundedCounters {
  readonly #max: number
  readonly #counters = new Map<string, Counter>()

  constructor(max: number) {
    this.#max = max
  }

  get size(): number {
    return this.#counters.size
  }

  /** Returns the count under a key; `null` when it has none, or its window is over. */
  get(key: string, now: number): Counter | null {
    const counter = this.#counters.get(key)
    return counter === undefined || counter.expiresAt <= now ? null : counter
  }

  /** Adds one to a count; the first one begins a window. */
  increment(key: string, window: number, now: number): Counter {
    const counter = this.get(key, now)
    if (counter !== null) {
      counter.points += 1
      return counter
    }
    // Deleted first: a window that begins again is the youngest.
    this.#counters.delete(key)
    this.#makeRoom(now)
    const added = { points: 1, expiresAt: now + window }
    this.#counters.set(key, added)
    return added
  }

  /** Takes one off a count, never below zero: what is counted nowhere any more is not given back. */
  decrement(key: string, now: number): Counter | null {
    const counter = this.get(key, now)
    if (counter === null) return null
    counter.points -= 1
    if (counter.points <= 0) this.#counters.delete(key)
    return counter
  }

  delete(key: string): boolean {
    return this.#counters.delete(key)
  }

  /** Drops two old windows that are over for each that is added, so that the space of a flood is free again. */
  #makeRoom(now: number): void {
    let dropped = 0
    for (const [key, { expiresAt }] of this.#counters) {
      const isOver = expiresAt <= now && dropped < 2
      if (!isOver && this.#counters.size < this.#max) return
      this.#counters.delete(key)
      dropped += 1
    }
  }
}
