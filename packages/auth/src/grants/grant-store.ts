import type { SessionId } from '@latchkey/schema'
import type { RecordOutcome } from '../events/event-store.ts'
import type { TokenHash } from '../sessions/session.ts'
import type { SessionStart, StartedSession } from '../sessions/session-store.ts'
import type { User } from '../users/user.ts'
import type { Approval, CodeGrant, DeviceGrant, Grant, GrantHash, UserCodeHash } from './grant.ts'

export interface FoundGrant {
  readonly grant: Grant
  /** The user who approved it, while the session in which they did is live. */
  readonly approver: User | null
  /** The session that it was redeemed for; `null` while it was not. */
  readonly session: SessionId | null
}

/** The approval of a device, and the token of the approving session when its user decided. */
export interface DeviceApproval extends Approval {
  readonly token: TokenHash
  /** Until when the device may redeem, if its grant does not expire before. */
  readonly redeemableUntil: Date
}

export interface GrantRedemption {
  readonly hash: GrantHash
  readonly start: SessionStart
  readonly now: Date
}

export interface GrantStore {
  /** Stores a device grant; `false` when its user code is in use: try another one. */
  insert(device: DeviceGrant): Promise<boolean>

  /**
   * Atomic: stores a code that was approved, while `token` is the token of the approving session and that is live when the
   * code was requested. A token that was replaced meanwhile, by a password change or a step-up, approves nothing.
   */
  insertApproved(code: CodeGrant, token: TokenHash, record: RecordOutcome<CodeGrant>): Promise<boolean>

  /** Returns the grant with this secret, also when it expired or was redeemed; `null` when there is none. */
  find(hash: GrantHash, now: Date): Promise<FoundGrant | null>

  /** Returns the device that waits for a decision under this user code; `null` when none does. */
  findWaiting(userCode: UserCodeHash, now: Date): Promise<DeviceGrant | null>

  /**
   * Atomic compare-and-set: decides about a device that waits, once. `null` denies it; an approval needs a token as in
   * {@link insertApproved}. Of any number of concurrent callers at most one gets `true`.
   */
  decide(
    userCode: UserCodeHash,
    approval: DeviceApproval | null,
    now: Date,
    record: RecordOutcome<DeviceApproval | null>,
  ): Promise<boolean>

  /**
   * Atomic compare-and-set: redeems a grant that is approved, not redeemed and not expired, while the approving session is
   * live, and starts the session that it is redeemed for (as `SessionStore.start`). Of any number of concurrent callers,
   * in any number of processes, at most one gets the session; the others get `null`, and nothing is changed.
   */
  redeem(redemption: GrantRedemption, record: RecordOutcome<StartedSession>): Promise<StartedSession | null>

  /** Deletes at most `limit` grants that expired before a moment; returns how many. */
  deleteExpiredBefore(moment: Date, limit: number): Promise<number>
}
