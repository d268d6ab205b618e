import type { AuthorizationRequest, StateHash } from './authorization-request.ts'

export interface AuthorizationRequestStore {
  insert(request: AuthorizationRequest): Promise<void>

  /**
   * Atomic: of any number of concurrent callers, at most one gets the request; it is gone for everyone else, whatever
   * comes of it. An expired one is returned like any other: saying so is the caller's business.
   */
  consume(stateHash: StateHash): Promise<AuthorizationRequest | null>

  /** Deletes at most `limit` of those that expired before a moment; returns how many. */
  deleteExpiredBefore(moment: Date, limit: number): Promise<number>
}
