import type { Identity, Provider } from '@latchkey/auth'
import type { IdentityView } from '@latchkey/schema'

/** A provider that is no longer configured is shown by its id. `hasFreshProof`: whether the user has what proves more than some. */
export function identityView(identity: Identity, providers: readonly Provider[], hasFreshProof: boolean): IdentityView {
  const { id, provider, email, linkedAt, lastUsedAt } = identity
  const known = providers.find((one) => one.id === provider)
  return {
    id,
    provider,
    providerName: known?.name ?? provider,
    email,
    linkedAt: linkedAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    stepsUp: known !== undefined && (known.provesFreshSignIn || !hasFreshProof),
  }
}
