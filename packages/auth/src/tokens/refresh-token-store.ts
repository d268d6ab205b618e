import type { SessionId } from '@latchkey/schema'
import type { Caller } from '../sessions/caller.ts'
import type { RefreshTokenHash } from '../sessions/session.ts'
import type { RefreshTokenFamily, UsedRefreshToken } from './refresh-token.ts'

/** What a refresh token is found by. */
export interface RefreshTokenKey {
  readonly hash: RefreshTokenHash
  readonly family: RefreshTokenFamily
}

export interface RefreshTokenExchange extends RefreshTokenKey {
  readonly successor: RefreshTokenHash
  readonly secretId: string
  readonly now: Date
  /** Which used tokens of the family stay stored beside the one that is exchanged: those used since, and at most so many. */
  readonly keepUsed: { readonly since: Date; readonly max: number }
}

export interface FoundRefreshToken {
  readonly sessionId: SessionId
  /** `null` while it can be exchanged; `forgotten` when it is not stored, and another token of its family is. */
  readonly used: UsedRefreshToken | 'forgotten' | null
  /** Its session and user, while the session is live. */
  readonly live: Caller | null
}

/** Stores refresh tokens; the first one of a session is stored by `SessionStore.start`. */
export interface RefreshTokenStore {
  /**
   * Returns a token with its session and user while that is live at `now`; `null` when neither it nor another token of its
   * family is stored. A family has one token that was not used, or none.
   */
  find(key: RefreshTokenKey, now: Date): Promise<FoundRefreshToken | null>

  /**
   * Atomic compare-and-set: marks a token of a live session as used, stores its successor, and deletes the used tokens of
   * the family that are not to be kept. Of any number of concurrent callers, in any number of processes, at most one gets
   * `true`.
   */
  exchange(exchange: RefreshTokenExchange): Promise<boolean>
}
