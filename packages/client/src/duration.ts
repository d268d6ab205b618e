/** In milliseconds, as everything that is counted here. */
export const second = 1000
export const minute = 60 * second
