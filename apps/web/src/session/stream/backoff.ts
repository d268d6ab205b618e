const second = 1_000
const first = second
const longest = 60 * second

/**
 * Returns the milliseconds before the next try after so many failures in a row: twice as long each time, up to a minute.
 * Half of it is random, so that tabs do not reconnect all at once.
 */
export function backoff(failures: number, random: () => number): number {
  const whole = Math.min(longest, first * 2 ** Math.max(0, failures - 1))
  return whole / 2 + (whole / 2) * random()
}
