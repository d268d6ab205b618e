import { defaultRateLimits, type RateLimit } from '../../packages/auth/src/limits/rate-limits.ts'
import { markdownTable } from './markdown-table.ts'

const minute = 60_000

const windowNames: Readonly<Record<number, string>> = { 15: '15 minutes', 60: 'an hour', 1440: 'a day' }

/** Returns a row for every rate limit, in the order of the code. */
export function rateLimitsTable(): string {
  const limits: readonly (readonly [string, RateLimit])[] = Object.entries(defaultRateLimits)
  const rows = limits.map(([name, { counts, bounds, success }]) => [
    `\`${name}\``,
    counts,
    bounds.map(({ by, max, window }) => `${max} by \`${by}\` in ${windowName(window)}`).join(', '),
    success,
  ])
  return markdownTable(['limit', 'counts', 'maximum', 'a success gives back'], rows)
}

function windowName(window: number): string {
  return windowNames[window / minute] ?? `${window / minute} minutes`
}
