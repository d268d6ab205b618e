import { maxClockDifference, type RateLimitStore } from '@latchkey/auth'
import { and, eq, gt, lte, sql } from 'drizzle-orm'
import type { SqliteEngine } from '../engine.ts'
import { rateLimits } from '../tables/rate-limits.ts'

export function createSqliteRateLimitStore({ db, write, appendFailure }: SqliteEngine): RateLimitStore {
  const p = sql.placeholder
  const find = db
    .select({ count: rateLimits.count, expiresAt: rateLimits.expiresAt })
    .from(rateLimits)
    .where(and(eq(rateLimits.key, p('key')), gt(rateLimits.expiresAt, p('now'))))
    .prepare()
  const isOver = sql`(${rateLimits.expiresAt} <= ${p('now')} OR ${rateLimits.expiresAt} > excluded.expires_at + ${maxClockDifference})`
  const add = db
    .insert(rateLimits)
    .values({ key: p('key'), count: 1, expiresAt: p('expiresAt') })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`CASE WHEN ${isOver} THEN 1 ELSE ${rateLimits.count} + 1 END`,
        expiresAt: sql`CASE WHEN ${isOver} THEN excluded.expires_at ELSE ${rateLimits.expiresAt} END`,
      },
    })
    .prepare()
  const deleteOne = db
    .delete(rateLimits)
    .where(eq(rateLimits.key, p('key')))
    .prepare()
  const over = db
    .select({ key: rateLimits.key })
    .from(rateLimits)
    .where(lte(rateLimits.expiresAt, p('now')))
    .limit(p('limit'))
  const deleteOver = db
    .delete(rateLimits)
    .where(sql`${rateLimits.key} IN (${over})`)
    .prepare()

  return {
    async find(keys, now) {
      return keys.map((key) => find.get({ key, now: now.getTime() }) ?? null)
    },
    async add(counts, now, entries) {
      write(() => {
        for (const { key, expiresAt } of counts) add.run({ key, expiresAt, now: now.getTime() })
        appendFailure(entries)
      })
    },
    async delete(keys) {
      write(() => {
        for (const key of keys) deleteOne.run({ key })
      })
    },
    async deleteExpired(now, limit) {
      return deleteOver.run({ now: now.getTime(), limit }).changes
    },
  }
}
