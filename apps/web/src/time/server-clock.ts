/** What a response header says is true to the second, and took a moment to arrive: less than this is no difference. */
const negligible = 5_000

let offset = 0

/** `date` is the header of an answer that has just come. */
export function noteServerTime(date: string | null, localNow: number = Date.now()): void {
  if (date === null) return
  const difference = Date.parse(date) - localNow
  if (Number.isNaN(difference)) return
  offset = Math.abs(difference) < negligible ? 0 : difference
}

/** What time it is where the sessions are kept: a clock that is wrong here does not make "4 min ago" wrong. */
export function serverNow(localNow: number = Date.now()): Date {
  return new Date(localNow + offset)
}
