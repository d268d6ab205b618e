import type { Ending, NamedSession, Session, SessionRotation } from '../sessions/session.ts'
import type { User, UserId } from '../users/user.ts'

/** A new password for a user, and what it does to their sessions. */
export interface PasswordChange {
  readonly userId: UserId
  /** The hash that the current password was verified against. */
  readonly from: string
  readonly to: string
  /** The session that changes it stays, under a new token. */
  readonly session: SessionRotation
  /** How the other sessions end. */
  readonly ending: Ending
}

export interface PasswordStore {
  /**
   * Atomic: the user, their password and the session, or none of them. Of concurrent callers with one e-mail, one
   * inserts.
   */
  signUp(arrival: { user: User; hash: string; session: Session }): Promise<'inserted' | 'email_taken'>

  /** By canonical e-mail; `hash` is null for a user without a password. */
  findByEmail(email: string): Promise<{ user: User; hash: string | null } | null>

  /**
   * Atomic, all or nothing: gives a user without a password one, and the calling session its new token. Otherwise
   * nothing changes, and it says which of the two was in the way.
   */
  set(password: {
    userId: UserId
    hash: string
    session: SessionRotation
    now: Date
  }): Promise<'set' | 'has_password' | 'session_ended'>

  findHash(userId: UserId): Promise<string | null>

  /** Atomic compare-and-set: the same password under new parameters. `false`, and nothing done, when the hash has moved on. */
  rehash(rehash: { userId: UserId; from: string; to: string }): Promise<boolean>

  /**
   * Atomic, all or nothing: the hash moves from `from` to `to`, the calling session gets its new token, every other live
   * session of the user ends, and what the user approved and no client has picked up yet is taken back. `null`, and nothing changed, when the password or the session moved on in the
   * meantime; else the sessions that ended.
   */
  change(change: PasswordChange): Promise<readonly NamedSession[] | null>
}
