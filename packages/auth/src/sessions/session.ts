import type {
  DeviceClass,
  EndReason,
  SecondFactor,
  SessionId,
  SessionKind,
  SignInMethod,
  UserId,
} from '@latchkey/schema'
import type { Secret, SecretHash } from '../core/secret.ts'

/** The secret in the session cookie. It is never stored, logged or put in a body. */
export type SessionToken = Secret<'session token'>

/** The hash of a session token, which is what is stored of it. */
export type TokenHash = SecretHash<'session token'>

/** The hash of a refresh token, which is what is stored of it. */
export type RefreshTokenHash = SecretHash<'refresh token'>

/** What is on record of a session, live or ended. */
export interface SessionRecord {
  readonly id: SessionId
  readonly userId: UserId
  readonly kind: SessionKind
  /** Of a client session: the id of its OAuth client. */
  readonly clientId: string | null
  /** Derived from the device, or the name of the OAuth client: "Chrome on macOS". */
  readonly name: string
  /** The name that the user gave it, or `null`. */
  readonly givenName: string | null
  readonly signInMethod: SignInMethod
  readonly remembered: boolean
  readonly browser: string | null
  readonly os: string | null
  readonly device: DeviceClass
  /** The address that it was last used from. */
  readonly ip: string | null
  /** Browser, system and device class in one text, by which a device is new or known. */
  readonly deviceFamily: string
  /** The network that it was started from; see `surroundingNetwork`. */
  readonly network: string | null
  /** When it started, no other session of its user on record had this device family, or this network. */
  readonly newDevice: boolean
  readonly newNetwork: boolean
  readonly createdAt: Date
  readonly lastSeenAt: Date
  /** Moves with use; never later than `expiresAt`. */
  readonly idleExpiresAt: Date
  /** Never moves. */
  readonly expiresAt: Date
  /** Until when the last step-up counts as recent; null when there was none. */
  readonly stepUpUntil: Date | null
  /** The second factor that was shown in it last; `null` for none. */
  readonly secondFactor: SecondFactor | null
}

/** A session with a token that can act as its user. */
export interface Session extends SessionRecord {
  readonly tokenHash: TokenHash
}

/** The id of a session and the name that its user knows it by. */
export interface NamedSession {
  readonly id: SessionId
  readonly name: string
}

/** How a session ends. */
export interface Ending {
  readonly at: Date
  readonly reason: EndReason
  /** The session that decided it; null when none did. */
  readonly by: SessionId | null
}

/** A session that has ended, and how. */
export interface EndedSession extends SessionRecord {
  readonly endedAt: Date
  readonly endReason: EndReason
  readonly endedBy: NamedSession | null
}

/** A new token for a session: the old one stops working as the new one starts, and the id stays. */
export interface SessionRotation {
  readonly id: SessionId
  readonly from: TokenHash
  readonly to: TokenHash
  readonly stepUpUntil: Date
  /** The second factor that authorized it; `null` leaves the one that the session has. */
  readonly secondFactor: SecondFactor | null
}

/** Returns the name that a session is shown under: the one that its user gave it, else the derived one. */
export function nameOf(session: Pick<SessionRecord, 'name' | 'givenName'>): string {
  return session.givenName ?? session.name
}

/** Returns the id of a session and the name that it is shown under. */
export function namedSession(session: Pick<SessionRecord, 'id' | 'name' | 'givenName'>): NamedSession {
  return { id: session.id, name: nameOf(session) }
}
