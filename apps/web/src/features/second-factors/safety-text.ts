import type { IdentityListView, SecondFactorsView } from '@latchkey/schema'

/** Returns the name of the text that says whether what is stolen most often is enough to sign in as the user. */
export function safetyText(
  { hasPassword }: Pick<IdentityListView, 'hasPassword'>,
  { totpSince }: Pick<SecondFactorsView, 'totpSince'>,
): 'exposed' | 'exposedAccounts' | 'protected' | 'protectedAccounts' {
  if (totpSince === null) return hasPassword ? 'exposed' : 'exposedAccounts'
  return hasPassword ? 'protected' : 'protectedAccounts'
}
