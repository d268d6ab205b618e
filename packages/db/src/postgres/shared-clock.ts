import { setTimeout } from 'node:timers/promises'
import type { PostgresConnections } from './open-postgres.ts'

const ask = { name: 'latchkey_clock', text: 'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now' }

/** Milliseconds between two looks at the clock. */
const interval = 10_000
/** How often it looks at once: the answer that came soonest tells the time best. */
const looks = 3
/** Milliseconds within which an answer tells the time better than the looks before it. */
const longestAnswer = 1000

interface Look {
  readonly took: number
  readonly offset: number
}

/** A clock that all servers over one PostgreSQL share. */
export interface SharedClock {
  readonly now: () => Date
  readonly close: () => Promise<void>
}

/**
 * Returns the clock of a PostgreSQL, in steps of a millisecond, and as exact as its answers are quick. Between two looks it
 * goes on with the monotonic clock of this process, so that the clock of this machine, which may be wrong, plays no part.
 *
 * @throws what the first look throws
 */
export async function startSharedClock({ reader }: Pick<PostgresConnections, 'reader'>): Promise<SharedClock> {
  const stopping = new AbortController()
  let { offset } = await look()

  /** Returns by how many milliseconds the clock is ahead of the monotonic one, from the answer that came soonest. */
  async function look(): Promise<Look> {
    let best: Look = { took: Infinity, offset: 0 }
    for (let count = 0; count < looks; count += 1) {
      const before = performance.now()
      // oxlint-disable-next-line no-await-in-loop -- each by itself: answers that wait for each other tell less
      const { rows } = await reader.query(ask)
      const took = performance.now() - before
      if (took < best.took) best = { took, offset: Number(rows[0].now) - before - took / 2 }
    }
    return best
  }

  async function keepLooking(): Promise<void> {
    while (!stopping.signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      await setTimeout(interval, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
      if (stopping.signal.aborted) return
      try {
        // oxlint-disable-next-line no-await-in-loop -- as above
        const found = await look()
        if (found.took <= longestAnswer) ({ offset } = found)
      } catch {
        // It goes on as it was until PostgreSQL answers again.
      }
    }
  }

  const looking = keepLooking()
  return {
    now: () => new Date(performance.now() + offset),
    async close() {
      stopping.abort()
      await looking
    },
  }
}
