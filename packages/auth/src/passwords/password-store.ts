import type { UserId } from '@latchkey/schema'
import type { RecordOutcome } from '../events/event-store.ts'
import type { Ending, NamedSession, SessionRotation } from '../sessions/session.ts'
import type { SessionStart, StartedSession } from '../sessions/session-store.ts'
import type { User } from '../users/user.ts'

/** A new password for a user, and what it does to their sessions. */
export interface PasswordChange {
  readonly userId: UserId
  /** The hash that the current password was verified against. */
  readonly from: string
  readonly to: string
  /** The calling session stays, under a new token. */
  readonly rotation: SessionRotation
  /** How the other sessions end. */
  readonly ending: Ending
}

/** More sets of parameters than an operator has use for. */
export const maxParametersInUse = 16

/** What a password change did, and what it left. */
export interface PasswordChanged {
  /** The sessions that it ended. */
  readonly ended: readonly NamedSession[]
  /** How many accounts at providers stay connected: they sign in without the password. */
  readonly connectedAccounts: number
}

export interface PasswordStore {
  /**
   * Atomic: stores the user, their password and the session (as `SessionStore.start`), or none of them. Of concurrent
   * callers with one email, one inserts.
   */
  signUp(
    signUp: { user: User; hash: string; start: SessionStart },
    record: RecordOutcome<StartedSession>,
  ): Promise<StartedSession | 'email_taken'>

  /**
   * Atomic: starts a session (as `SessionStore.start`) while the user's hash is the one that the password was verified
   * against. `null`, and nothing changed, when the hash has changed since: a password change ends every other session, and
   * one that starts with the old password must not outlive it.
   */
  signIn(
    signIn: { userId: UserId; hash: string; start: SessionStart },
    record: RecordOutcome<StartedSession>,
  ): Promise<StartedSession | null>

  /** Returns the user with this canonical email; `hash` is null for a user without a password. */
  findByEmail(email: string): Promise<{ user: User; hash: string | null } | null>

  findHash(userId: UserId): Promise<string | null>

  /**
   * Returns what the stored hashes begin with, up to their salts: their algorithm and its parameters, each once, sorted. At
   * most {@link maxParametersInUse}, the first ones. It reads no more rows than it returns, because each attempt with a
   * password asks for it.
   */
  parametersInUse(): Promise<readonly string[]>

  /**
   * Atomic: gives a user without a password one, and the calling session its new token. Otherwise nothing changes, and the
   * outcome says which of the two was in the way. Of concurrent callers one sets.
   */
  set(
    password: { userId: UserId; hash: string; rotation: SessionRotation; now: Date },
    record: RecordOutcome<SessionRotation>,
  ): Promise<'set' | 'has_password' | 'session_ended'>

  /**
   * Atomic compare-and-set: replaces the hash of a password by one under new parameters. `false`, and nothing changed,
   * when the hash has changed.
   */
  rehash(rehash: { userId: UserId; from: string; to: string }): Promise<boolean>

  /**
   * Atomic: replaces the hash, gives the calling session its new token, ends every other live session of the user, and
   * deletes the grants that the user approved and no client has redeemed, and their sign-ins that wait for a second factor. `null`, and nothing changed, when the hash or the
   * token has changed in the meantime. Of concurrent callers one changes.
   */
  change(change: PasswordChange, record: RecordOutcome<PasswordChanged>): Promise<PasswordChanged | null>
}
