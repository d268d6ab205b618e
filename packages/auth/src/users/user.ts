import type { Role } from '@latchkey/schema'

export type UserId = string & { readonly __brand: 'UserId' }

/** A person's record; owns credentials, identities and sessions. */
export interface User {
  readonly id: UserId
  /** Canonical; see `canonicalEmail`. */
  readonly email: string
  /** When someone proved that this mailbox is theirs; null while nobody has. Absent means not proven. */
  readonly emailProvenAt: Date | null
  readonly name: string
  readonly role: Role
  readonly createdAt: Date
}
