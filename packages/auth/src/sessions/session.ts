import type { DeviceClass, EndReason, SessionKind, SignInMethod } from '@latchkey/schema'
import type { UserId } from '../users/user.ts'
import type { TokenHash } from './session-token.ts'

export type SessionId = string & { readonly __brand: 'SessionId' }

/** One sign-in that can act as a user. */
export interface Session {
  readonly id: SessionId
  readonly userId: UserId
  readonly tokenHash: TokenHash
  readonly kind: SessionKind
  readonly name: string
  readonly signInMethod: SignInMethod
  readonly remembered: boolean
  readonly browser: string | null
  readonly os: string | null
  readonly device: DeviceClass
  readonly ip: string | null
  readonly createdAt: Date
  readonly lastSeenAt: Date
  /** Moves with use; never later than `expiresAt`. */
  readonly idleExpiresAt: Date
  /** Never moves. */
  readonly expiresAt: Date
  /** Until when the last proof of the person counts as recent. */
  readonly sudoUntil: Date | null
}

/** How a session comes to its end. */
export interface Ending {
  readonly at: Date
  readonly reason: EndReason
  /** The session that decided it; null when none did. */
  readonly by: SessionId | null
}

/** How a session gets a new token: the old one dies as the new one starts, the id stays. */
export interface SessionRotation {
  readonly id: SessionId
  readonly from: TokenHash
  readonly to: TokenHash
  readonly sudoUntil: Date
}
