import { after } from '../../core/duration.ts'
import { maxClockDifference } from '../../limits/max-clock-difference.ts'
import type { RateLimitStore } from '../../limits/rate-limit-store.ts'
import { appendEvents, type MemoryRecords } from './memory-records.ts'

export function createMemoryRateLimitStore(records: MemoryRecords): RateLimitStore {
  const { rateLimits } = records
  return {
    async find(keys, now) {
      return keys.map((key) => {
        const stored = rateLimits.get(key)
        return stored === undefined || stored.expiresAt <= now ? null : stored
      })
    },
    async add(counts, now, { kept }) {
      for (const { key, expiresAt } of counts) {
        const stored = rateLimits.get(key)
        const isOver =
          stored === undefined || stored.expiresAt <= now || stored.expiresAt > after(expiresAt, maxClockDifference)
        rateLimits.set(key, isOver ? { count: 1, expiresAt } : { ...stored, count: stored.count + 1 })
      }
      appendEvents(records, kept)
    },
    async delete(keys) {
      for (const key of keys) rateLimits.delete(key)
    },
    async deleteExpired(now, limit) {
      const over = [...rateLimits].filter(([, { expiresAt }]) => expiresAt <= now).slice(0, limit)
      for (const [key] of over) rateLimits.delete(key)
      return over.length
    },
  }
}
