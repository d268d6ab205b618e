import type { Role, UserId } from '@latchkey/schema'

/** A person's record; it owns credentials, identities and sessions. */
export interface User {
  readonly id: UserId
  /** Canonical; see `canonicalEmail`. */
  readonly email: string
  /** When the user proved to own this mailbox; null while they have not. */
  readonly emailProvenAt: Date | null
  readonly name: string
  readonly role: Role
  readonly createdAt: Date
}
