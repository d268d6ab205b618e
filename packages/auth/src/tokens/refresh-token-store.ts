import type { SessionId } from '@latchkey/schema'
import type { Caller } from '../sessions/caller.ts'
import type { RefreshTokenHash } from '../sessions/session.ts'
import type { UsedRefreshToken } from './refresh-token.ts'

export interface RefreshTokenExchange {
  readonly hash: RefreshTokenHash
  readonly successor: RefreshTokenHash
  readonly secretId: string
  readonly now: Date
}

export interface FoundRefreshToken {
  readonly sessionId: SessionId
  readonly used: UsedRefreshToken | null
  /** Its session and user, while the session is live. */
  readonly live: Caller | null
}

/** Stores refresh tokens; the first one of a session is stored by `SessionStore.start`. */
export interface RefreshTokenStore {
  /** Returns a token with its session and user while that is live at `now`; `null` for a token that is not stored. */
  find(hash: RefreshTokenHash, now: Date): Promise<FoundRefreshToken | null>

  /**
   * Atomic compare-and-set: marks a token of a live session as used, and stores its successor. Of any number of concurrent
   * callers, in any number of processes, at most one gets `true`.
   */
  exchange(exchange: RefreshTokenExchange): Promise<boolean>
}
