import { createLockQueue } from './lock-queue.ts'
import type { SqliteDatabase } from './open-database.ts'

/** Milliseconds for which a commit shows that the next one would succeed too. */
const successMemory = 10_000
/** Milliseconds for which a failure shows that the next one would fail too. */
const failureMemory = 1000

/** Tells whether the database can be written, at the cost of a commit now and then. */
export interface WriteProbe {
  /** Notes a failure of a store: until it is a second old the database counts as one that can't be written. */
  readonly noteFailure: (error: Error) => void

  /**
   * Resolves while the database can be written. Commits a change of its own when the last one is ten seconds old, or when
   * something has failed since: at most once a second, however often it is called.
   *
   * @throws what the last write threw
   */
  readonly check: () => Promise<void>
}

/** Returns a probe of a database; `now` is a clock in milliseconds. */
export function createWriteProbe({ $client }: SqliteDatabase, now: () => number): WriteProbe {
  let failure: { readonly error: unknown; readonly at: number } | null = null
  let succeededAt = Number.NEGATIVE_INFINITY
  let running: Promise<void> | null = null
  const retryWhileLocked = createLockQueue()

  // Nothing reads this number, and the row of no user changes. Setting it to what it is writes its page all the same.
  const commit = $client.transaction(() => {
    const version = Number($client.pragma('user_version', { simple: true }))
    $client.pragma(`user_version = ${version}`)
  })
  const write = async (): Promise<void> => {
    try {
      await retryWhileLocked(() => commit.immediate())
      failure = null
      succeededAt = now()
    } catch (error) {
      failure = { error, at: now() }
      throw error
    } finally {
      running = null
    }
  }

  return {
    noteFailure: (error) => {
      failure = { error, at: now() }
    },
    check: async () => {
      if (failure !== null && now() - failure.at < failureMemory) throw failure.error
      if (failure === null && now() - succeededAt < successMemory) return
      running ??= write()
      await running
    },
  }
}
