import type { Identity, Provider } from '@latchkey/auth'
import type { IdentityView } from '@latchkey/schema'

/** A provider that is no longer configured is shown by its id. */
export function identityView(identity: Identity, providers: readonly Provider[]): IdentityView {
  const { id, provider, email, linkedAt, lastUsedAt } = identity
  return {
    id,
    provider,
    providerName: providers.find((known) => known.id === provider)?.name ?? provider,
    email,
    linkedAt: linkedAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
  }
}
