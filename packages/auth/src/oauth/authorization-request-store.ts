import type { AuthorizationRequest, StateHash } from './authorization-request.ts'

export interface AuthorizationRequestStore {
  insert(request: AuthorizationRequest): Promise<void>

  /**
   * Atomic: of any number of concurrent callers, at most one gets the request; it is deleted whatever comes of it. An
   * expired one is returned like any other, and the caller refuses it.
   */
  consume(stateHash: StateHash): Promise<AuthorizationRequest | null>

  /** Deletes at most `limit` of those that expired before a moment; returns how many. */
  deleteExpiredBefore(moment: Date, limit: number): Promise<number>
}
