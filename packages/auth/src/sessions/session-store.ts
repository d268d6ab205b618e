import type { Role, SessionId, UserId } from '@latchkey/schema'
import type { RecordOutcome } from '../events/event-store.ts'
import type { User } from '../users/user.ts'
import type { KnownOrigins, SessionOrigin } from './known-origins.ts'
import type {
  EndedSession,
  Ending,
  NamedSession,
  RefreshTokenHash,
  Session,
  SessionRotation,
  TokenHash,
} from './session.ts'
import type { SignInAttempt, TrustedDeviceHash } from './sign-in-attempt.ts'

/** One session of a user, by ids that a caller may have wrong. */
export interface SessionTarget {
  readonly id: SessionId
  readonly userId: UserId
}

/** The last use of a session. */
export interface Sighting {
  readonly at: Date
  readonly ip: string | null
}

/** A session that time has ended. */
export interface OverdueSession extends NamedSession {
  readonly userId: UserId
  readonly ending: Ending
}

/** A position in a user's ended sessions; the page after it holds those that ended earlier. */
export interface HistoryPosition {
  readonly endedAt: Date
  readonly id: SessionId
}

/** A session to store, with everything that is stored in the same transaction. */
export interface SessionStart {
  readonly session: Session
  /** The session that the same browser had: it ends. */
  readonly replaces: { readonly target: SessionTarget; readonly ending: Ending } | null
  /** How many live sessions the user may have. Those seen least recently beyond that end. */
  readonly limit: { readonly max: number; readonly ending: Ending }
  /** Last uses of sessions of the user that are not written yet. They are written before the limit is looked at. */
  readonly seen: ReadonlyMap<SessionId, Sighting>
  /** Of a client session: the hash of its first refresh token. */
  readonly refreshTokenHash: RefreshTokenHash | null
  /**
   * What is stored in place of the session where its user has two-step verification, and the browser is not trusted; `null`
   * for a sign-in that no second factor is asked for.
   */
  readonly attempt: SignInAttempt | null
  /** By which the browser may be trusted. */
  readonly trustedDevice: TrustedDeviceHash | null
}

/** A session that was stored, and the sessions that this ended. */
export interface StartedSession {
  readonly session: Session
  /** The attempt that was stored in place of the session, which waits for a second factor; then no session was ended. */
  readonly attempt: SignInAttempt | null
  /** `null` when there was none to replace, or it had ended already. */
  readonly replaced: NamedSession | null
  readonly beyondLimit: readonly NamedSession[]
}

/**
 * Stores sessions. An ended session stays on record without its token hash, so that no method finds it as a live one.
 * "Live at a moment" means not ended, and its idle limit (which is never later than the absolute one) not reached. A
 * method that ends sessions removes the token hash of every session that it selects, also of those that time had ended
 * before: a clock that is set back does not revive them. Such a session keeps the ending of time (`recordedEnding`), and
 * is not among those that are returned. Where order depends on ids, they are compared byte by byte.
 */
export interface SessionStore {
  /** Returns the session with this token hash if it is live at `now`, and its user. One read, no write. */
  findLive(tokenHash: TokenHash, now: Date): Promise<{ session: Session; user: User } | null>

  /** As {@link findLive}, by id, for a caller that authenticated otherwise than with the session's token. */
  findLiveById(target: SessionTarget, now: Date): Promise<{ session: Session; user: User } | null>

  /** Returns the user's sessions that are live at `now`, by last use and then by id, the latest first. */
  listLive(userId: UserId, now: Date): Promise<readonly Session[]>

  /** Returns the user's sessions that are on record as ended, the latest first, at most `limit`, after a position. */
  listEnded(userId: UserId, after: HistoryPosition | null, limit: number): Promise<readonly EndedSession[]>

  /** Returns how a session ended, by decision or by time at `now`; `null` for one that is live or unknown. */
  findEnded(id: SessionId, now: Date): Promise<EndedSession | null>

  /** As {@link findEnded}, by the token hash that the session had at its end. */
  findEndedByToken(tokenHash: TokenHash, now: Date): Promise<EndedSession | null>

  /** Returns what the user's sessions on record have in common with an origin; see `whatIsNew`. */
  findKnownOrigins(userId: UserId, origin: SessionOrigin): Promise<KnownOrigins>

  /**
   * Atomic: ends the session that is replaced, stores the new one with its first refresh token, and ends the user's
   * sessions beyond the limit, never the new one. Of concurrent starts each leaves the user within the limit. For a user
   * with two-step verification it stores the attempt instead, where there is one, unless the trusted device is one of theirs
   * that is trusted at the start of the session: its use is recorded, and is the session's second factor.
   *
   * @throws when a session with the same id or token hash is stored already; then nothing is changed
   */
  start(start: SessionStart, record: RecordOutcome<StartedSession>): Promise<StartedSession>

  /** Atomic: returns the live session under its new name; `null` when the user has no such live session at `now`. */
  rename(
    target: SessionTarget,
    givenName: string | null,
    now: Date,
    record: RecordOutcome<Session>,
  ): Promise<Session | null>

  /** Atomic: moves the idle limit forward, never back and never past the absolute limit. An ended session is left as it is. */
  renew(tokenHash: TokenHash, idleExpiresAt: Date): Promise<void>

  /**
   * Atomic compare-and-set: of any number of concurrent callers at most one gets `true`. The old token stops working in
   * the same statement in which the new one starts; the id stays.
   */
  rotate(rotation: SessionRotation, record: RecordOutcome<SessionRotation>): Promise<boolean>

  /**
   * Atomic: of any number of concurrent callers at most one gets the session that it ended. `unknown` for an id that does
   * not exist and for the id of another user's session alike.
   */
  end(
    target: SessionTarget,
    ending: Ending,
    record: RecordOutcome<NamedSession>,
  ): Promise<NamedSession | 'already_ended' | 'unknown'>

  /**
   * Atomic: ends the user's live sessions but `keep`, and deletes the grants that the user approved and no client has
   * redeemed, and their sign-ins that wait for a second factor. Returns the sessions that it ended; of concurrent callers one gets each.
   */
  endAll(
    target: { userId: UserId; keep: SessionId | null },
    ending: Ending,
    record: RecordOutcome<readonly NamedSession[]>,
  ): Promise<readonly NamedSession[]>

  /**
   * Atomic: gives the user a role and ends all their live sessions. Returns the sessions that it ended.
   */
  changeRole(
    change: { userId: UserId; role: Role; ending: Ending },
    record: RecordOutcome<readonly NamedSession[]>,
  ): Promise<readonly NamedSession[]>

  /** Atomic: puts on record what time has ended, at most `limit` sessions. Of concurrent callers one gets each session. */
  endOverdue(
    now: Date,
    limit: number,
    record: RecordOutcome<readonly OverdueSession[]>,
  ): Promise<readonly OverdueSession[]>

  /** Deletes at most `limit` sessions that ended before a moment; returns how many. */
  deleteEndedBefore(moment: Date, limit: number): Promise<number>

  /**
   * Atomic: stores the last use of sessions. A sighting that is older than the one on record changes neither the time nor
   * the address, and an ended session is left as it is.
   */
  recordSeen(sightings: ReadonlyMap<SessionId, Sighting>): Promise<void>
}
