import { openidProviderIds, type ProviderId, providerIds } from '../provider-id.ts'

export const faultGroups = ['Normal', 'Unlucky', 'Hostile'] as const

/** One way in which a provider departs from its specification. The id `normal` stands for no fault. */
export interface Fault {
  /** The value of the form field `behaviour`. */
  readonly id: string
  readonly group: (typeof faultGroups)[number]
  readonly title: string
  /** One line for the page: what happens next. */
  readonly does: string
  /** The providers that offer it. */
  readonly at: readonly ProviderId[]
}

export const allProviders = providerIds
export const openidProviders = openidProviderIds
export const githubOnly = ['github'] as const
