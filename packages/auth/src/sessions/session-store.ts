import type { User, UserId } from '../users/user.ts'
import type { Ending, Session, SessionId } from './session.ts'
import type { TokenHash } from './session-token.ts'

/**
 * Where sessions are kept. An ended session stays on record but has no token hash any more, so no method finds it by
 * one. "Live at a moment" means not ended and its idle limit not reached (which is never later than the absolute one).
 */
export interface SessionStore {
  insert(session: Session): Promise<void>

  /** One read, no write: the session with this hash if it is live at `now`, and its user. */
  findLive(tokenHash: TokenHash, now: Date): Promise<{ session: Session; user: User } | null>

  /** The user's sessions that are live at `now`, last seen first. */
  listLive(userId: UserId, now: Date): Promise<readonly Session[]>

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
   * Atomic: of any number of concurrent callers at most one gets `ended`. `unknown` both for an id that does not
   * exist and for another user's.
   */
  end(target: { id: SessionId; userId: UserId }, ending: Ending): Promise<'ended' | 'already_ended' | 'unknown'>

  /** Atomic: ends the user's live sessions but `keep`, in one statement; returns how many. */
  endAll(target: { userId: UserId; keep: SessionId | null }, ending: Ending): Promise<number>

  /** Puts on record what time has ended: `expired` past the absolute limit, else `idle`. Returns how many. */
  endOverdue(now: Date): Promise<number>

  /** Deletes sessions that ended before a moment; returns how many. */
  deleteEndedBefore(moment: Date): Promise<number>

  /** One transaction. A last-seen time never moves back, and an ended session is left as it is. */
  recordSeen(seen: ReadonlyMap<SessionId, Date>): Promise<void>
}
