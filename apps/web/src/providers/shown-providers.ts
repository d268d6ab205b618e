import type { ProviderView } from '@latchkey/schema'

/** How many are shown before the rest is asked for. One more than these is shown too: a button would take its place. */
const shownAtFirst = 4

/**
 * Returns the providers that a page shows before the user asks for the rest: all where they are few, else the first ones
 * and the one that was used last.
 */
export function shownProviders(providers: readonly ProviderView[], lastUsed: string | null): readonly ProviderView[] {
  if (providers.length <= shownAtFirst + 1) return providers
  const first = providers.slice(0, shownAtFirst)
  const last = providers.slice(shownAtFirst).find(({ id }) => id === lastUsed)
  return last === undefined ? first : [...first.slice(0, -1), last]
}
