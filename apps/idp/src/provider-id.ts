export const providerIds = ['google', 'github', 'oidc'] as const

export type ProviderId = (typeof providerIds)[number]

export type OpenidProviderId = Exclude<ProviderId, 'github'>

export const providerNames = {
  google: 'Google',
  github: 'GitHub',
  oidc: 'Example ID',
} as const satisfies Record<ProviderId, string>
