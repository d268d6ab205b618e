import {
  type CallCount,
  type CallCounts,
  type CountedKey,
  hashOfCountedKey,
  maxClockDifference,
  StoreUnavailableError,
} from '@latchkey/auth'
import { KnownFullKeys } from '../known-full-keys.ts'
import { type Connection, connectionOf } from './connection.ts'
import type { PostgresConnections } from './open-postgres.ts'
import { isUnavailable } from './postgres-errors.ts'
import { statement } from './statement.ts'

interface CountRow {
  readonly points: number
  readonly expiresAt: Date
  readonly isCounted: boolean
}

const count = statement<CountRow>(`
  SELECT points, expires_at AS "expiresAt", is_counted AS "isCounted"
  FROM count_call($1, $2, $3, $4, interval '${maxClockDifference} ms')`)
const inOrder =
  'ARRAY (SELECT key FROM call_counts WHERE key = ANY ($1::text[]) AND points > 0 ORDER BY key FOR UPDATE)'
const giveBack = statement(`UPDATE call_counts SET points = points - 1 WHERE key = ANY (${inOrder}) AND points > 0`)
const forget = statement(`DELETE FROM call_counts WHERE key = ANY (${inOrder})`)
const deleteOver = statement(`
  DELETE FROM call_counts WHERE key = ANY (
    ARRAY (SELECT key FROM call_counts WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
  )`)

/** Returns the counts that all servers over one PostgreSQL share. They are lost when it crashes. */
export function createPostgresCallCounts({ pool }: Pick<PostgresConnections, 'pool'>): CallCounts {
  const connection = connectionOf(pool)
  const full = new KnownFullKeys()

  return {
    peek: (key, now) => full.find(key, now),

    async count(keys, now) {
      const rows = await unlessUnavailable(() => countRows(connection, keys, now))
      const counts = rows.map(({ points, expiresAt }): CallCount => ({ points, expiresAt: expiresAt.getTime() }))
      const isCounted = rows.every((row) => row.isCounted)
      full.noteFull(keys, counts, now)
      return { isCounted, counts }
    },

    async giveBack(keys) {
      if (keys.length === 0) return
      full.forget(keys)
      await unlessUnavailable(() => connection.run(giveBack, keys.map(hashOf)))
    },

    async forget(keys) {
      if (keys.length === 0) return
      full.forget(keys)
      await unlessUnavailable(() => connection.run(forget, keys.map(hashOf)))
    },

    sweep: (now, limit) => unlessUnavailable(() => connection.run(deleteOver, now, limit)),
  }
}

function countRows(connection: Connection, keys: readonly CountedKey[], now: Date): Promise<readonly CountRow[]> {
  return connection.rows(
    count,
    keys.map(hashOf),
    keys.map(({ max }) => max),
    keys.map(({ window }) => new Date(now.getTime() + window)),
    now,
  )
}

function hashOf({ key }: CountedKey): string {
  return hashOfCountedKey(key)
}

async function unlessUnavailable<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query()
  } catch (error) {
    throw isUnavailable(error) ? new StoreUnavailableError(error) : error
  }
}
