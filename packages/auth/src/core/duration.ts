/** Milliseconds. */
export const second = 1000
/** Milliseconds. */
export const minute = 60 * second
/** Milliseconds. */
export const hour = 60 * minute
/** Milliseconds. */
export const day = 24 * hour

/** Returns the moment `milliseconds` after another. */
export function after(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() + milliseconds)
}
