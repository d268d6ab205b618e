/**
 * Returns the familiar brand among those that a browser sends, or `null` when they only say that it is built on
 * Chromium.
 */
export function browserBrand(brands: readonly string[]): string | null {
  // Sorted, because their order changes from version to version.
  const own = brands.filter((brand) => brand !== 'Chromium' && !isMadeUp(brand)).toSorted()
  return own.find((brand) => brand !== 'Google Chrome') ?? own[0] ?? null
}

/**
 * Whether a brand is one that browsers invent so that no server relies on the list: "Not;A=Brand", with varying signs.
 *
 * @see [User-Agent Client Hints §6.2](https://wicg.github.io/ua-client-hints/#grease)
 */
function isMadeUp(brand: string): boolean {
  const letters = brand.replaceAll(/\P{L}/gu, '').toLowerCase()
  return letters === '' || letters === 'notabrand'
}
