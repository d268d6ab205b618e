import type { ChallengeId, UserId } from '@latchkey/schema'
import type { RecordOutcome } from '../events/event-store.ts'
import type { OutboxMail } from '../mail/outbox-store.ts'
import type { PasswordChanged } from '../passwords/password-store.ts'
import type { Ending, NamedSession, TokenHash } from '../sessions/session.ts'
import type { SessionStart, StartedSession } from '../sessions/session-store.ts'
import type { User } from '../users/user.ts'
import type { Challenge, LinkTokenHash } from './challenge.ts'

/** A challenge that a change consumes: the change is made only if the challenge is there and has not expired at `now`. */
export interface Consumed {
  readonly id: ChallengeId
  readonly now: Date
}

/** What is taken from an account whose address was not proven, when its owner proves it. */
export interface Reclaim {
  /** The name and the password that the owner asked for; `null` leaves the name, and the account without a password. */
  readonly name: string | null
  readonly passwordHash: string | null
  readonly ending: Ending
}

/** What a change did to the ways to sign in and to the sessions. */
export interface EndedAccess {
  readonly ended: readonly NamedSession[]
}

/** A session that a challenge started, and the sessions of others that ended with it. */
export interface ConfirmedStart extends EndedAccess {
  readonly started: StartedSession
}

/**
 * Stores challenges, and makes the changes that consume one: each is atomic, and of any number of concurrent callers with
 * one challenge one makes it. A challenge that was consumed is deleted. `consumed` and every other refusal change nothing.
 */
export interface ChallengeStore {
  /**
   * Atomic: stores a challenge with its mail, and deletes those of the same kind that the same browser asked for, and of the
   * same user where it has a session. It deletes no undo of a change of address.
   */
  create(challenge: Challenge, mail: OutboxMail): Promise<void>

  /** Returns the challenge with this link token, also one that has expired. */
  findByToken(tokenHash: LinkTokenHash): Promise<Challenge | null>

  /** Returns the challenge with this id, also one that has expired. */
  find(id: ChallengeId): Promise<Challenge | null>

  /** Atomic: counts a try of a code; `false` where as many as a challenge may have were counted before, and when it is gone. */
  countTry(id: ChallengeId, max: number): Promise<boolean>

  /** Atomic: takes a try off those that are counted, if there is one. */
  giveBackTry(id: ChallengeId): Promise<void>

  /**
   * Atomic: creates a user and starts a session for them. With `keep` the challenge stays, for the proof that is still to
   * come: it becomes that user's, without its pending sign-up. While an undo of a change waits for the address, it is taken for
   * a user with `keep`, who could hold it against the undo without reading its mailbox.
   */
  signUp(
    signUp: Consumed & {
      readonly user: User
      readonly passwordHash: string | null
      readonly start: SessionStart
      readonly keep: boolean
    },
    record: RecordOutcome<StartedSession>,
  ): Promise<StartedSession | 'email_taken' | 'consumed'>

  /**
   * Atomic: starts a session for the user of an address, which is proven from then on. Where it was not proven before,
   * `reclaim` says what becomes of the account: every way to sign in that was set up before is removed, and every session and
   * unredeemed grant and every sign-in that waits for a second factor ends; every other challenge of the user but undos is
   * deleted. `changed` where the user has another address than the challenge was mailed to, or whether it was proven is not as
   * `reclaim` takes it.
   */
  signIn(
    signIn: Consumed & { readonly userId: UserId; readonly start: SessionStart; readonly reclaim: Reclaim | null },
    record: RecordOutcome<ConfirmedStart>,
  ): Promise<ConfirmedStart | 'changed' | 'consumed'>

  /** Atomic: the address of the user is proven from then on. `consumed` also where they have another one by now. */
  proveEmail(
    proof: Consumed & { readonly userId: UserId },
    record: RecordOutcome<{ readonly email: string }>,
  ): Promise<{ readonly email: string } | 'consumed'>

  /**
   * Atomic: gives the user this password, ends every session, deletes unredeemed grants, sign-ins that wait for a second factor,
   * and every other challenge of the user but undos; the address is proven from then on. Where it was not proven before,
   * identities, passkeys and second factors are removed. `consumed` also where the user has another address by now.
   */
  resetPassword(
    reset: Consumed & { readonly userId: UserId; readonly passwordHash: string; readonly ending: Ending },
    record: RecordOutcome<PasswordChanged>,
  ): Promise<PasswordChanged | 'consumed'>

  /**
   * Atomic: gives the user another address, which is proven, while the token is that of a live session of theirs, and stores the
   * challenge of its undo with the mail to the earlier address. There is none where that was not proven: its mailbox may be a
   * stranger's.
   */
  changeEmail(
    change: Consumed & {
      readonly userId: UserId
      readonly email: string
      readonly token: TokenHash
      readonly undo: { readonly challenge: Challenge; readonly mail: OutboxMail } | null
    },
    record: RecordOutcome<{ readonly email: string }>,
  ): Promise<'changed' | 'email_taken' | 'session_ended' | 'consumed'>

  /**
   * Atomic: gives the user the earlier address back, which is proven, deletes the password, every identity and passkey, and the
   * second factors that were set up since `changedAt`, ends every session, and deletes unredeemed grants, sign-ins that wait for
   * a second factor, and every other challenge of the user but the undos of changes before `changedAt`.
   */
  undoEmailChange(
    undo: Consumed & {
      readonly userId: UserId
      readonly email: string
      readonly changedAt: Date
      readonly ending: Ending
    },
    record: RecordOutcome<EndedAccess>,
  ): Promise<EndedAccess | 'email_taken' | 'consumed'>

  /** Deletes at most `limit` of those that expired before a moment; returns how many. */
  deleteExpiredBefore(moment: Date, limit: number): Promise<number>
}
