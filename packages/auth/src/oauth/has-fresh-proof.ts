import type { UserId } from '@latchkey/schema'
import type { IdentityStore } from '../identities/identity-store.ts'
import type { PasskeyStore } from '../passkeys/passkey-store.ts'
import type { PasswordStore } from '../passwords/password-store.ts'
import type { SecondFactorStore } from '../second-factors/second-factor-store.ts'
import type { ConfiguredProviders } from './providers/configured-providers.ts'

export interface HasFreshProofDependencies {
  readonly passwords: Pick<PasswordStore, 'findHash'>
  readonly secondFactors: Pick<SecondFactorStore, 'findState'>
  readonly passkeys: Pick<PasskeyStore, 'listByUser'>
  readonly identities: Pick<IdentityStore, 'listByUser'>
  readonly providers: Pick<ConfiguredProviders, 'list'>
}

/** Whether a user has something by which they prove that they are here now. */
export type HasFreshProof = (userId: UserId) => Promise<boolean>

/**
 * Returns what tells whether a user has a password, an authenticator app, a passkey, or an account at a provider that says when it
 * authenticated its user. Who has none of these steps up through a provider that does not say so, which may answer from an unlocked
 * screen: they have nothing else.
 */
export function hasFreshProof({
  passwords,
  secondFactors,
  passkeys,
  identities,
  providers,
}: HasFreshProofDependencies): HasFreshProof {
  return async (userId) => {
    const [hash, { totpSince }, keys, linked] = await Promise.all([
      passwords.findHash(userId),
      secondFactors.findState(userId),
      passkeys.listByUser(userId),
      identities.listByUser(userId),
    ])
    if (hash !== null || totpSince !== null || keys.length > 0) return true
    const proving = new Set(providers.list().flatMap(({ id, provesFreshSignIn }) => (provesFreshSignIn ? [id] : [])))
    return linked.some(({ provider }) => proving.has(provider))
  }
}
