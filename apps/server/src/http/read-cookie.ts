import type { IncomingMessage } from 'node:http'
import { parseCookie } from 'cookie'

/**
 * Returns the value of a cookie, or `null` without one. Two cookies of one name count as none: one of them was planted,
 * and they can't be told apart.
 */
export function readCookie({ headers }: IncomingMessage, name: string): string | null {
  if (headers.cookie?.includes(name) !== true) return null
  const named = headers.cookie.split(';').filter((pair) => pair.split('=', 1)[0]?.trim() === name)
  if (named.length !== 1) return null
  return parseCookie(named[0] ?? '')[name] ?? null
}
