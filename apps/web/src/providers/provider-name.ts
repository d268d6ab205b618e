import type { ProviderView } from '@latchkey/schema'

/** For a provider that is not on offer now: someone may still be connected to it, or have signed in through it. */
const wellKnown: Readonly<Record<string, string>> = { google: 'Google', github: 'GitHub' }

/** What to call a provider. */
export function providerName(id: string, providers: readonly ProviderView[]): string {
  const offered = providers.find((provider) => provider.id === id)
  if (offered !== undefined) return offered.name
  return (Object.hasOwn(wellKnown, id) ? wellKnown[id] : undefined) ?? id.charAt(0).toUpperCase() + id.slice(1)
}
