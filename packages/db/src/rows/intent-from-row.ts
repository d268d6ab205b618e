import type { AuthorizationIntent } from '@latchkey/auth'
import type { SessionId, UserId } from '@latchkey/schema'

/** The columns of an authorization request that its intent is stored in. */
export interface IntentColumns {
  readonly intent: AuthorizationIntent['kind']
  readonly remember: boolean
  readonly userId: UserId | null
  readonly sessionId: SessionId | null
}

/** Returns the intent of an authorization request from its columns. */
export function intentFromRow({ intent, remember, userId, sessionId }: IntentColumns): AuthorizationIntent {
  if (intent === 'sign_in') return { kind: intent, remember }
  // A check of the table holds that this does not happen.
  if (userId === null || sessionId === null) throw new TypeError(`a ${intent} without its user or session`)
  return { kind: intent, userId, sessionId }
}
