import type { Session, SessionId } from '../sessions/session.ts'
import type { RefreshTokenHash } from '../tokens/refresh-token.ts'
import type { TokenHash } from '../sessions/session-token.ts'
import type { User } from '../users/user.ts'
import type { Approval, CodeGrant, DeviceGrant, Grant, GrantHash, UserCodeHash } from './grant.ts'

export interface FoundGrant {
  readonly grant: Grant
  /** Who approved it, while the session they did it in is live. */
  readonly approver: User | null
  /** The session that it was exchanged for; `null` while it was not. */
  readonly session: SessionId | null
}

/** A yes to a device, and the token that the session had when it was asked who says it. */
export interface DeviceApproval extends Approval {
  readonly token: TokenHash
  /** Until when the device may pick up what it gets, if it had as long as that at all. */
  readonly goodUntil: Date
}

export interface GrantExchange {
  readonly hash: GrantHash
  readonly session: Session
  readonly refreshToken: RefreshTokenHash
  readonly now: Date
}

export interface GrantStore {
  /** `false` when its user code is another's: try a new one. */
  insert(device: DeviceGrant): Promise<boolean>

  /**
   * Atomic: stores a code that was approved, if `token` is the token of the approving session still, and that session is
   * live when it is asked for. A token that was given up meanwhile, by a new password or a new proof, approves nothing.
   */
  insertApproved(code: CodeGrant, token: TokenHash): Promise<boolean>

  /** The grant with this secret, expired and used ones too; `null` when there is none. */
  find(hash: GrantHash, now: Date): Promise<FoundGrant | null>

  /** The device that waits for a decision under this user code; `null` when none does, or not any more. */
  findWaiting(userCode: UserCodeHash, now: Date): Promise<DeviceGrant | null>

  /**
   * Atomic compare-and-set: decides about a device that waits, once. `null` is a no; a yes needs a token as in
   * {@link insertApproved}. Of any number of concurrent callers at most one gets `true`.
   */
  decide(userCode: UserCodeHash, approval: DeviceApproval | null, now: Date): Promise<boolean>

  /**
   * Atomic compare-and-set: uses a grant that is approved, not used and not expired, while the session that approved it
   * is live, and begins the session that it is good for with its first refresh token. All of it or nothing; of any
   * number of concurrent callers, in any number of processes, at most one gets `true`.
   */
  exchange(exchange: GrantExchange): Promise<boolean>

  /** Deletes up to `limit` grants that expired before a moment; returns how many there were. */
  deleteExpiredBefore(moment: Date, limit: number): Promise<number>
}
