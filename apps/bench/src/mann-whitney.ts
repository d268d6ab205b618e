/**
 * Returns the two-sided p-value of the Mann-Whitney U test: how likely two samples of one distribution differ as much. It
 * uses the normal approximation with a correction for ties and for continuity, which suits twenty values or more.
 *
 * @see [H. B. Mann, D. R. Whitney (1947)](https://doi.org/10.1214/aoms/1177730491)
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): number {
  const values = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))]
  values.sort((one, other) => one.value - other.value)
  const total = values.length
  let rankSum = 0
  let ties = 0
  for (let start = 0; start < total;) {
    let end = start + 1
    while (end < total && values[end]?.value === values[start]?.value) end += 1
    // Equal values share the mean of their ranks, which begin with 1.
    const rank = (start + 1 + end) / 2
    rankSum += rank * values.slice(start, end).filter(({ isA }) => isA).length
    ties += (end - start) ** 3 - (end - start)
    start = end
  }
  const u = rankSum - (a.length * (a.length + 1)) / 2
  const mean = (a.length * b.length) / 2
  const deviation = Math.sqrt(((a.length * b.length) / 12) * (total + 1 - ties / (total * (total - 1))))
  if (deviation === 0) return 1
  const z = Math.max(0, Math.abs(u - mean) - 0.5) / deviation
  return 2 * upperTail(z)
}

/**
 * Returns the share of a standard normal distribution above `z`, which is not negative; off by less than 7.5e-8.
 *
 * @see [Abramowitz and Stegun, 26.2.17](https://personal.math.ubc.ca/~cbm/aands/page_932.htm)
 */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial
}
