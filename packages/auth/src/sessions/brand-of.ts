/**
 * The brand among a browser's that people know it by, or `null` when they say no more than that it is built on
 * Chromium.
 */
export function brandOf(brands: readonly string[]): string | null {
  // Their order changes from version to version, and the same browser keeps its name.
  const own = brands.filter((brand) => brand !== 'Chromium' && !isMadeUp(brand)).toSorted()
  return own.find((brand) => brand !== 'Google Chrome') ?? own[0] ?? null
}

/**
 * Browsers add a brand that none has, so that nobody relies on the list: "Not;A=Brand", with other signs each time.
 *
 * @see [User-Agent Client Hints §6.2](https://wicg.github.io/ua-client-hints/#grease)
 */
function isMadeUp(brand: string): boolean {
  const letters = brand.replaceAll(/\P{L}/gu, '').toLowerCase()
  return letters === '' || letters === 'notabrand'
}
