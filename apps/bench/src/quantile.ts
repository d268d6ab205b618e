/** The smallest of the values that a share of them does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** Milliseconds as a table shows them. */
export function inMs(value: number): string {
  return value.toFixed(value > -100 && value < 100 ? 2 : 0)
}

/** Minimum, p50, p99, maximum. */
export function spread(values: readonly number[]): readonly string[] {
  return [0, 0.5, 0.99, 1].map((share) => inMs(quantile(values, share)))
}
