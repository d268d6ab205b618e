/** Milliseconds in a second. */
export const second = 1000
/** Milliseconds in a minute. */
export const minute = 60 * second
