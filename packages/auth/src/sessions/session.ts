import type { DeviceClass, EndReason, SessionKind, SignInMethod } from '@latchkey/schema'
import type { UserId } from '../users/user.ts'
import type { TokenHash } from './session-token.ts'

export type SessionId = string & { readonly __brand: 'SessionId' }

/** What is known of a session, live or over. */
export interface SessionRecord {
  readonly id: SessionId
  readonly userId: UserId
  readonly kind: SessionKind
  /** Of a client session: how the client names itself. */
  readonly clientId: string | null
  /** Derived from the browser: "Chrome on macOS". */
  readonly name: string
  /** What the person calls it, or `null`. */
  readonly givenName: string | null
  readonly signInMethod: SignInMethod
  readonly remembered: boolean
  readonly browser: string | null
  readonly os: string | null
  readonly device: DeviceClass
  /** Where it was last used from. */
  readonly ip: string | null
  /** Browser, system and device class in one: what makes two devices look alike. */
  readonly deviceFamily: string
  /** The network that it began in; see `networkAround`. */
  readonly network: string | null
  /** When it began, no other session of its user on record had this device family, or came from this network. */
  readonly newDevice: boolean
  readonly newNetwork: boolean
  readonly createdAt: Date
  readonly lastSeenAt: Date
  /** Moves with use; never later than `expiresAt`. */
  readonly idleExpiresAt: Date
  /** Never moves. */
  readonly expiresAt: Date
  /** Until when the last proof of the person counts as recent. */
  readonly sudoUntil: Date | null
}

/** One sign-in that can act as a user. */
export interface Session extends SessionRecord {
  readonly tokenHash: TokenHash
}

/** A session as people speak of it. */
export interface NamedSession {
  readonly id: SessionId
  readonly name: string
}

/** How a session comes to its end. */
export interface Ending {
  readonly at: Date
  readonly reason: EndReason
  /** The session that decided it; null when none did. */
  readonly by: SessionId | null
}

/** A session that is over, and how it came to that. */
export interface EndedSession extends SessionRecord {
  readonly endedAt: Date
  readonly endReason: EndReason
  readonly endedBy: NamedSession | null
}

/** How a session gets a new token: the old one dies as the new one starts, the id stays. */
export interface SessionRotation {
  readonly id: SessionId
  readonly from: TokenHash
  readonly to: TokenHash
  readonly sudoUntil: Date
}

/** What a session goes by: the name that the person gave it, else the derived one. */
export function nameOf(session: Pick<SessionRecord, 'name' | 'givenName'>): string {
  return session.givenName ?? session.name
}
