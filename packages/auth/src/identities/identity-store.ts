import type { IdentityId, UserId } from '@latchkey/schema'
import type { RecordOutcome } from '../events/event-store.ts'
import type { SessionRotation, TokenHash } from '../sessions/session.ts'
import type { SessionStart, StartedSession } from '../sessions/session-store.ts'
import type { User } from '../users/user.ts'
import type { Identity } from './identity.ts'

/** A use of an identity, and the email that the provider gave with it. */
export interface IdentityUse {
  readonly id: IdentityId
  readonly email: string | null
  readonly now: Date
}

/** An identity to link, and the session that links it. */
export interface IdentityLink {
  readonly identity: Identity
  /** The token of the linking session when its user was authenticated. */
  readonly token: TokenHash
  readonly now: Date
}

export interface IdentityStore {
  /** Returns the identity with this key and the user to whom it is linked. */
  findByKey(key: { issuer: string; subject: string }): Promise<{ identity: Identity; user: User } | null>

  /** Returns the user's identities, the first linked first, and by id where two were linked at once. */
  listByUser(userId: UserId): Promise<readonly Identity[]>

  /**
   * Atomic: stores the user, the identity and the session (as `SessionStore.start`), or none of them. Of concurrent
   * callers with one identity, or one email, one inserts. `email_reserved` while an undo of a change of address waits for the
   * email.
   */
  signUp(
    signUp: { user: User; identity: Identity; start: SessionStart },
    record: RecordOutcome<StartedSession>,
  ): Promise<StartedSession | 'identity_taken' | 'email_taken' | 'email_reserved'>

  /**
   * Atomic: starts a session (as `SessionStore.start`) through an identity that is linked to its user, and stores the
   * use. `null`, and nothing changed, when the identity is no longer linked to that user.
   */
  signIn(
    signIn: { use: IdentityUse; start: SessionStart },
    record: RecordOutcome<StartedSession>,
  ): Promise<StartedSession | null>

  /**
   * Atomic: links an identity and starts a session through it (as `SessionStore.start`). Of concurrent callers with one
   * identity, one links; the others get `null`, and nothing is changed. `second_factor_due`, and nothing is changed, for a user
   * with two-step verification, who may not have been here.
   */
  linkAndSignIn(
    link: { identity: Identity; start: SessionStart },
    record: RecordOutcome<StartedSession>,
  ): Promise<StartedSession | 'second_factor_due' | null>

  /**
   * Atomic: links an identity to a user, while the token is that of a live session of theirs: a session that is ended, or
   * whose token was replaced, links nothing afterwards. Of concurrent callers with one identity, one links.
   */
  link(link: IdentityLink, record: RecordOutcome<Identity>): Promise<'linked' | 'identity_taken' | 'session_ended'>

  /** Stores a use of an identity that starts no session. */
  recordUse(use: IdentityUse): Promise<void>

  /** Atomic: rotates a session's token (as `SessionStore.rotate`) and stores the use of the identity that authorized it. */
  stepUp(
    stepUp: { use: IdentityUse; rotation: SessionRotation },
    record: RecordOutcome<SessionRotation>,
  ): Promise<boolean>

  /**
   * Atomic: removes an identity unless it is the user's last sign-in method that works, which is a password, an identity of
   * one of `usableProviders`, or a passkey where there are `usablePasskeys`. Of two callers that would remove the last two,
   * one removes. `unknown` for an id that does not exist and for another user's alike.
   */
  remove(
    removal: { id: IdentityId; userId: UserId; usableProviders: readonly string[]; usablePasskeys: boolean },
    record: RecordOutcome<Identity>,
  ): Promise<'removed' | 'last_sign_in_method' | 'unknown'>
}
