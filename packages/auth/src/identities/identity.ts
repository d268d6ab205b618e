import type { IdentityId, UserId } from '@latchkey/schema'

/** An account at a provider, as the provider describes it. Its email is a claim, never a key. */
export interface ProviderIdentity {
  readonly issuer: string
  /** The provider's stable id of the account. */
  readonly subject: string
  /** Canonical, or null when the provider gave none that is an address. */
  readonly email: string | null
  /** Whether the provider says that the address belongs to the account. Absent counts as no. */
  readonly emailVerified: boolean
  readonly name: string | null
  /** When the provider authenticated its user; `null` when it does not say. */
  readonly authenticatedAt: Date | null
}

/** An account at a provider that is linked to a user; on screens a "connected account". */
export interface Identity {
  readonly id: IdentityId
  readonly userId: UserId
  readonly provider: string
  readonly issuer: string
  readonly subject: string
  readonly email: string | null
  readonly linkedAt: Date
  readonly lastUsedAt: Date
}
