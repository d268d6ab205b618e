import type { UserId } from '../../users/user.ts'

export type IdentityId = string & { readonly __brand: 'IdentityId' }

/** What a provider says of the person who came back from it. Its e-mail is a claim, never a key. */
export interface ProviderIdentity {
  readonly issuer: string
  /** The provider's stable id for the person. */
  readonly subject: string
  /** Canonical, or null when the provider gave none that is an address. */
  readonly email: string | null
  /** Whether the provider says that the address is the person's. Absent counts as no. */
  readonly emailVerified: boolean
  readonly name: string | null
}

/** A person at a provider, linked to a user; on screens a "connected account". */
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
