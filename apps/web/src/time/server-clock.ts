/** Milliseconds: the header is precise to the second and takes a moment to arrive, so that less is no difference. */
const negligible = 5_000

let offset = 0

/** Computes the offset to the server's clock. `date` is the header of a response that has just arrived. */
export function noteServerTime(date: string | null, localNow: number = Date.now()): void {
  if (date === null) return
  const difference = Date.parse(date) - localNow
  if (Number.isNaN(difference)) return
  offset = Math.abs(difference) < negligible ? 0 : difference
}

/** Returns the server's time, so that a wrong local clock does not make "4 min ago" wrong. */
export function serverNow(localNow: number = Date.now()): Date {
  return new Date(localNow + offset)
}

/** Returns when a moment of the server is, in milliseconds of this browser's clock: for what counts down to it. */
export function localTimeOf(at: string): number {
  return Date.parse(at) - offset
}
