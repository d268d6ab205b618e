import type { CallCounts } from '../limits/call-counts.ts'
import type { GrantHash } from './grant.ts'

/** Tells whether a device polls more often than it was told to. A poll writes nothing to the store. */
export class PollingPace {
  readonly #counts: CallCounts
  /** Milliseconds. */
  readonly #interval: number

  constructor(counts: CallCounts, interval: number) {
    this.#counts = counts
    this.#interval = interval
  }

  /** Counts a poll; returns whether it came within an interval after one that was not too fast. */
  async isTooFast(hash: GrantHash, now: Date): Promise<boolean> {
    const key = { kind: 'device', key: `poll:${hash}`, max: 1, window: this.#interval } as const
    if (this.#counts.peek(key, now)?.points === 1) return true
    const { isCounted } = await this.#counts.count([key], now)
    return !isCounted
  }
}
