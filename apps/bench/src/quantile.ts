/** Returns the smallest value that the given share of the values does not exceed; NaN for no values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** Formats milliseconds for a table. */
export function inMs(value: number): string {
  return value.toFixed(value > -100 && value < 100 ? 2 : 0)
}

/** Formats the minimum, p50, p99 and maximum for a table. */
export function spread(values: readonly number[]): readonly string[] {
  return [0, 0.5, 0.99, 1].map((share) => inMs(quantile(values, share)))
}
