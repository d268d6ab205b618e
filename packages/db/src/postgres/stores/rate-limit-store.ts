import { maxClockDifference, type RateLimitHash, type RateLimitStore, type StoredCount } from '@latchkey/auth'
import { appendFailure, type PostgresEngine } from '../engine.ts'
import { statement } from '../statement.ts'

const find = statement<StoredCount & { readonly key: RateLimitHash }>(`
  SELECT key, count, expires_at AS "expiresAt" FROM rate_limits WHERE key = ANY($1::text[]) AND expires_at > $2`)
const isOver = `stored.expires_at <= $3 OR stored.expires_at > excluded.expires_at + interval '${maxClockDifference} ms'`
// Rows are locked in the order of their keys, so that two failures do not wait for each other.
const add = statement(`
  INSERT INTO rate_limits AS stored (key, count, expires_at)
  SELECT key, 1, expires_at FROM unnest($1::text[], $2::timestamptz[]) AS added (key, expires_at)
  ORDER BY key COLLATE "C"
  ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN ${isOver}
      THEN 1 ELSE stored.count + 1 END,
    expires_at = CASE WHEN ${isOver}
      THEN excluded.expires_at ELSE stored.expires_at END`)
const deleteKeys = statement(`
  DELETE FROM rate_limits WHERE key = ANY (
    ARRAY (SELECT key FROM rate_limits WHERE key = ANY($1::text[]) ORDER BY key FOR UPDATE)
  )`)
const deleteOver = statement(`
  DELETE FROM rate_limits WHERE key = ANY (
    ARRAY (SELECT key FROM rate_limits WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
  )`)

export function createPostgresRateLimitStore({ reads, writes, transaction }: PostgresEngine): RateLimitStore {
  return {
    async find(keys, now) {
      const stored = new Map((await reads.rows(find, keys, now)).map(({ key, ...count }) => [key, count]))
      return keys.map((key) => stored.get(key) ?? null)
    },
    add: (counts, now, entries) =>
      transaction(async (connection) => {
        const expiries = counts.map(({ expiresAt }) => expiresAt)
        await connection.run(
          add,
          counts.map(({ key }) => key),
          expiries,
          now,
        )
        await appendFailure(connection, entries)
      }),
    async delete(keys) {
      await transaction((connection) => connection.run(deleteKeys, keys))
    },
    deleteExpired: (now, limit) => writes.run(deleteOver, now, limit),
  }
}
