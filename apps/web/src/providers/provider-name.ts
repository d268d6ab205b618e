import type { ProviderView } from '@latchkey/schema'

/** Names of providers that are not on offer now: a user may still be connected, or have signed in through them. */
const wellKnown: Readonly<Record<string, string>> = { google: 'Google', github: 'GitHub' }

/** Returns the name of a provider. */
export function providerName(id: string, providers: readonly ProviderView[]): string {
  const offered = providers.find((provider) => provider.id === id)
  if (offered !== undefined) return offered.name
  return (Object.hasOwn(wellKnown, id) ? wellKnown[id] : undefined) ?? id.charAt(0).toUpperCase() + id.slice(1)
}
