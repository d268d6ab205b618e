import { minute } from '../core/duration.ts'

/**
 * By how many milliseconds the clocks of two servers differ at most, each being up to 90 seconds off. A window that ends so
 * much later than one that begins now was begun by another server; one that ends later still, before a clock was set back.
 */
export const maxClockDifference = 3 * minute
