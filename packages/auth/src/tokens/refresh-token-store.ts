import type { Session, SessionId } from '../sessions/session.ts'
import type { User } from '../users/user.ts'
import type { RefreshTokenHash, UsedRefreshToken } from './refresh-token.ts'

export interface Exchange {
  readonly hash: RefreshTokenHash
  readonly successor: RefreshTokenHash
  readonly secretId: string
  readonly now: Date
}

export interface RefreshTokenStore {
  /** The first token of a session. */
  insert(token: { hash: RefreshTokenHash; sessionId: SessionId; createdAt: Date }): Promise<void>

  /** The token, and its session and user while that is live at `now`; `null` for a token that is nobody's. */
  find(
    hash: RefreshTokenHash,
    now: Date,
  ): Promise<{
    sessionId: SessionId
    used: UsedRefreshToken | null
    live: { session: Session; user: User } | null
  } | null>

  /**
   * Atomic compare-and-set: uses a token that was not used, of a session that is live, and adds its successor. Of any
   * number of concurrent callers, in any number of processes, at most one gets `true`.
   */
  exchange(exchange: Exchange): Promise<boolean>
}
