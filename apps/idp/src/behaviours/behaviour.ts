import type { ProviderId } from '../provider-id.ts'

export const behaviourGroups = ['Normal', 'Unlucky', 'Hostile'] as const

export interface Behaviour {
  readonly id: string
  readonly group: (typeof behaviourGroups)[number]
  readonly title: string
  /** One line for the page: what happens next. */
  readonly does: string
  readonly at: readonly ProviderId[]
}

export const everywhere = ['google', 'github', 'oidc'] as const
export const openidOnly = ['google', 'oidc'] as const
export const githubOnly = ['github'] as const
