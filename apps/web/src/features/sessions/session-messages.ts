import { revocationBound } from '@latchkey/schema'

const second = 1_000

export function sessionCount(count: number): string {
  return count === 1 ? '1 session' : `${count} sessions`
}

export function endedCountMessage(count: number): string {
  return count === 0 ? 'No other session was open.' : `${sessionCount(count)} ended.`
}

/** Returns the revocation bound, as "1 second". */
export function revocationBoundText(): string {
  const seconds = revocationBound / second
  return seconds === 1 ? '1 second' : `${seconds} seconds`
}
