import type { Role } from '@latchkey/schema'

export type UserId = string & { readonly __brand: 'UserId' }

/** A person's record; owns credentials and sessions. */
export interface User {
  readonly id: UserId
  /** Canonical; see `canonicalEmail`. */
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly createdAt: Date
}
