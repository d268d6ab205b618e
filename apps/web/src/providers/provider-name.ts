import type { ProviderView } from '@latchkey/schema'

/**
 * The names of the providers that have a preset. A user may be connected to one that is not on offer now, or have signed in
 * through it.
 */
const wellKnown: Readonly<Record<string, string>> = {
  google: 'Google',
  github: 'GitHub',
  apple: 'Apple',
  entra: 'Microsoft',
  gitlab: 'GitLab',
  facebook: 'Facebook',
  discord: 'Discord',
  slack: 'Slack',
  linkedin: 'LinkedIn',
  x: 'X',
  twitch: 'Twitch',
  okta: 'Okta',
  auth0: 'Auth0',
  keycloak: 'Keycloak',
}

/** Returns the name of a provider that has a preset, or `null`. */
export function wellKnownName(id: string): string | null {
  return Object.hasOwn(wellKnown, id) ? (wellKnown[id] ?? null) : null
}

/** Returns the name of a provider. */
export function providerName(id: string, providers: readonly ProviderView[]): string {
  const offered = providers.find((provider) => provider.id === id)
  if (offered !== undefined) return offered.name
  return wellKnownName(id) ?? id.charAt(0).toUpperCase() + id.slice(1)
}
