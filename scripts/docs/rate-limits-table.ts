import { defaultRateLimits, type RateLimit } from '../../packages/auth/src/limits/rate-limits.ts'
import { markdownTable } from './markdown-table.ts'

const minute = 60_000

/** Returns a row for every rate limit, in the order of the code. */
export function rateLimitsTable(): string {
  const limits: readonly (readonly [string, RateLimit])[] = Object.entries(defaultRateLimits)
  const rows = limits.map(([name, { counts, max, window, success }]) => [
    `\`${name}\``,
    counts,
    Object.entries(max)
      .map(([key, number]) => `${number} by ${key}`)
      .join(', '),
    `${window / minute} minutes`,
    success,
  ])
  return markdownTable(['limit', 'counts', 'maximum', 'window', 'a success gives back'], rows)
}
