import type { User, UserId } from '../users/user.ts'
import type { EndedSession, Ending, NamedSession, Session, SessionId } from './session.ts'
import type { TokenHash } from './session-token.ts'

/** One of a user's sessions, named by someone who may be wrong about both. */
export interface SessionTarget {
  readonly id: SessionId
  readonly userId: UserId
}

/** The last use of a session that is known. */
export interface Seen {
  readonly at: Date
  readonly ip: string | null
}

/** A session that time has ended. */
export interface Overdue extends NamedSession {
  readonly userId: UserId
  readonly ending: Ending
}

/** A place in a user's ended sessions: what comes after it ended earlier. */
export interface HistoryPosition {
  readonly endedAt: Date
  readonly id: SessionId
}

/**
 * Where sessions are kept. An ended session stays on record but has no token hash any more, so no method finds it as a
 * live one. "Live at a moment" means not ended and its idle limit not reached (which is never later than the absolute
 * one).
 */
export interface SessionStore {
  insert(session: Session): Promise<void>

  /** One read, no write: the session with this hash if it is live at `now`, and its user. */
  findLive(tokenHash: TokenHash, now: Date): Promise<{ session: Session; user: User } | null>

  /** As {@link findLive}, by id: for whoever knows the session otherwise than by its token. */
  findLiveById(target: SessionTarget, now: Date): Promise<{ session: Session; user: User } | null>

  /** The user's sessions that are live at `now`, last seen first. */
  listLive(userId: UserId, now: Date): Promise<readonly Session[]>

  /** The user's sessions that were put on record as ended, the latest first, at most `limit`, from a position on. */
  listEnded(userId: UserId, after: HistoryPosition | null, limit: number): Promise<readonly EndedSession[]>

  /** How a session ended, on record or by time at `now`; `null` for one that is live or unknown. */
  findEnded(id: SessionId, now: Date): Promise<EndedSession | null>

  /** As {@link findEnded}, by the hash that the session had at its end. */
  findEndedByToken(tokenHash: TokenHash, now: Date): Promise<EndedSession | null>

  /**
   * What would be new in a session of this user. Nothing is where there is nothing to compare with: the first session
   * of a user has neither a new device nor a new network.
   */
  whatIsNew(
    userId: UserId,
    origin: { deviceFamily: string; network: string | null },
  ): Promise<{ newDevice: boolean; newNetwork: boolean }>

  /** The live session under its new name; `null` when the user has no such live session at `now`. */
  rename(target: SessionTarget, givenName: string | null, now: Date): Promise<Session | null>

  /** Atomic: moves the idle limit forward, never back. An ended session is left as it is. */
  renew(tokenHash: TokenHash, idleExpiresAt: Date): Promise<void>

  /**
   * Atomic compare-and-set: of any number of concurrent callers at most one gets `true`. The old token stops working
   * in the same statement in which the new one starts; the id stays.
   */
  rotate(rotation: { from: TokenHash; to: TokenHash; sudoUntil: Date }): Promise<boolean>

  /** Idempotent: `false` when the hash is no live token. */
  endByToken(tokenHash: TokenHash, ending: Ending): Promise<boolean>

  /**
   * Atomic: of any number of concurrent callers at most one gets the session that it ended. `unknown` both for an id
   * that does not exist and for another user's.
   */
  end(target: SessionTarget, ending: Ending): Promise<NamedSession | 'already_ended' | 'unknown'>

  /**
   * Atomic, all or nothing: ends the user's live sessions but `keep`, and takes back what the user approved and no client
   * has picked up yet; returns the sessions.
   */
  endAll(target: { userId: UserId; keep: SessionId | null }, ending: Ending): Promise<readonly NamedSession[]>

  /**
   * Atomic, one statement: leaves the user at most `max` live sessions, `keep` among them, by ending those that were
   * seen least recently; returns them.
   */
  endBeyond(target: { userId: UserId; keep: SessionId; max: number }, ending: Ending): Promise<readonly NamedSession[]>

  /** Puts on record what time has ended, at most `limit` sessions: `expired` past the absolute limit, else `idle`. */
  endOverdue(now: Date, limit: number): Promise<readonly Overdue[]>

  /** Deletes at most `limit` sessions that ended before a moment; returns how many. */
  deleteEndedBefore(moment: Date, limit: number): Promise<number>

  /** One transaction. A last-seen time never moves back, and an ended session is left as it is. */
  recordSeen(seen: ReadonlyMap<SessionId, Seen>): Promise<void>
}
