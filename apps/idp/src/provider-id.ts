/** What a fresh clone offers. */
export const firstProviderIds = ['google', 'github', 'oidc'] as const

export type FirstProviderId = (typeof firstProviderIds)[number]

export const openidProviderIds = [
  'google',
  'oidc',
  'apple',
  'entra',
  'gitlab',
  'slack',
  'linkedin',
  'twitch',
  'okta',
  'auth0',
  'keycloak',
] as const

export const userApiProviderIds = ['github', 'facebook', 'discord', 'x'] as const

export const providerIds = [...openidProviderIds, ...userApiProviderIds] as const

export type ProviderId = (typeof providerIds)[number]

export type OpenidProviderId = (typeof openidProviderIds)[number]

export type UserApiProviderId = (typeof userApiProviderIds)[number]

export const providerNames = {
  google: 'Google',
  github: 'GitHub',
  oidc: 'Example ID',
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
} as const satisfies Record<ProviderId, string>

export function isUserApiProvider(id: ProviderId): id is UserApiProviderId {
  return userApiProviderIds.some((name) => name === id)
}
