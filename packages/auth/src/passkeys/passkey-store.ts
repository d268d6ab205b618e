import type { PasskeyId, UserId } from '@latchkey/schema'
import type { RecordOutcome } from '../events/event-store.ts'
import type { SessionRotation, TokenHash } from '../sessions/session.ts'
import type { SessionStart, StartedSession } from '../sessions/session-store.ts'
import type { User } from '../users/user.ts'
import type { Passkey, PasskeyChallenge, PasskeyChallengeHash } from './passkey.ts'

/** A passkey to store, the challenge that it answers, and the session that adds it. */
export interface PasskeyAddition {
  readonly passkey: Passkey
  readonly challenge: PasskeyChallengeHash
  /** The token of the calling session when its user was authenticated. */
  readonly token: TokenHash
  /** How many passkeys a user may have. */
  readonly max: number
  readonly now: Date
}

/** A use of a passkey, as its authenticator tells it. */
export interface PasskeyUse {
  readonly id: PasskeyId
  readonly userId: UserId
  readonly counter: number
  readonly backedUp: boolean
  /** The challenge that it answers. */
  readonly challenge: PasskeyChallengeHash
  readonly now: Date
}

/** A passkey of a user, by ids that a caller may have wrong. */
export interface PasskeyTarget {
  readonly id: PasskeyId
  readonly userId: UserId
}

/**
 * Why a use of a passkey changes nothing. `challenge_ended`: its challenge was answered before or has expired.
 * `passkey_changed`: the passkey was removed, or has counted as far or further.
 */
export type PasskeyUseRefusal = 'challenge_ended' | 'passkey_changed'

/**
 * Stores passkeys, and the challenges that they answer. A challenge is deleted by the change that its answer makes, in its
 * transaction: of any number of concurrent callers with one challenge, one makes the change.
 */
export interface PasskeyStore {
  insertChallenge(challenge: PasskeyChallenge): Promise<void>

  /** Returns the challenge with this hash, also one that has expired. */
  findChallenge(hash: PasskeyChallengeHash): Promise<PasskeyChallenge | null>

  /** Deletes a challenge whose answer was refused; none is no change. */
  deleteChallenge(hash: PasskeyChallengeHash): Promise<void>

  /** Returns the passkey with the id that its authenticator gave it, and its user. */
  findByCredential(credentialId: string): Promise<{ passkey: Passkey; user: User } | null>

  /** Returns the user's passkeys, the first added first, and by id where two were added at once. */
  listByUser(userId: UserId): Promise<readonly Passkey[]>

  /**
   * Atomic: deletes the challenge and stores the passkey, while the token is that of a live session of its user. Of concurrent
   * callers with one credential one adds it, and together they leave the user within `max`. Any other outcome changes nothing.
   */
  add(
    addition: PasskeyAddition,
    record: RecordOutcome<Passkey>,
  ): Promise<'added' | 'challenge_ended' | 'session_ended' | 'credential_taken' | 'too_many'>

  /**
   * Atomic: deletes the challenge, stores the use of the passkey, and starts the session (as `SessionStore.start`). The counter
   * never goes back: it moves forward with each use, or is 0 and stays so.
   */
  signIn(
    signIn: { readonly use: PasskeyUse; readonly start: SessionStart },
    record: RecordOutcome<StartedSession>,
  ): Promise<StartedSession | PasskeyUseRefusal>

  /** Atomic: deletes the challenge, stores the use (as {@link signIn}), and rotates a session's token. */
  stepUp(
    stepUp: { readonly use: PasskeyUse; readonly rotation: SessionRotation },
    record: RecordOutcome<SessionRotation>,
  ): Promise<'stepped_up' | 'session_ended' | PasskeyUseRefusal>

  /** Atomic: returns the passkey under its new name; `null` when the user has no such passkey. */
  rename(target: PasskeyTarget, name: string, record: RecordOutcome<Passkey>): Promise<Passkey | null>

  /**
   * Atomic: removes a passkey unless it is the user's last sign-in method that works, which is a password, an identity of one of
   * `usableProviders` or another passkey. Of two callers that would remove the last two, one removes. `unknown` for an id that
   * does not exist and for another user's alike.
   */
  remove(
    removal: PasskeyTarget & { readonly usableProviders: readonly string[] },
    record: RecordOutcome<Passkey>,
  ): Promise<'removed' | 'last_sign_in_method' | 'unknown'>

  /** Deletes at most `limit` challenges that expired before a moment; returns how many. */
  deleteExpiredBefore(moment: Date, limit: number): Promise<number>
}
