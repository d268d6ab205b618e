import type { IdentityListView, IdentityView, ProviderView } from '@latchkey/schema'
import { providerName } from '../../../providers/provider-name.ts'

/** A row of the list: a connected account, or a provider that could be connected. */
export interface Connection {
  readonly key: string
  readonly provider: ProviderView
  /** Null when the provider is on offer and not connected. */
  readonly identity: IdentityView | null
  /** False when this server no longer offers the provider. */
  readonly offered: boolean
}

/** Returns the rows in the server's order of providers; connected ones that are no longer on offer come last. */
export function connectionsOf(
  identities: readonly IdentityView[],
  providers: readonly ProviderView[],
): readonly Connection[] {
  const offered = providers.flatMap((provider): readonly Connection[] => {
    const connected = identities.filter((identity) => identity.provider === provider.id)
    if (connected.length === 0) return [{ key: provider.id, provider, identity: null, offered: true }]
    return connected.map((identity) => ({ key: identity.id, provider, identity, offered: true }))
  })
  const others = identities.filter((identity) => providers.every(({ id }) => id !== identity.provider))
  return [...offered, ...others.map((identity) => withdrawn(identity, providers))]
}

function withdrawn(identity: IdentityView, providers: readonly ProviderView[]): Connection {
  const provider = { id: identity.provider, name: providerName(identity.provider, providers) }
  return { key: identity.id, provider, identity, offered: false }
}

/** Whether no sign-in method would be left. The server decides; this only saves a confirmation dialog. */
export function isLastSignInMethod(
  { identity }: Connection,
  { hasPassword, identities }: IdentityListView,
  providers: readonly ProviderView[],
): boolean {
  if (hasPassword || identity === null) return false
  return !identities.some(({ id, provider }) => id !== identity.id && providers.some((known) => known.id === provider))
}
