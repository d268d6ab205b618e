import type { EndReason, SessionId, UserId } from '@latchkey/schema'
import type { RequestInfo } from '../core/request-info.ts'
import type { SecurityEvent } from '../events/security-event.ts'
import type { NamedSession } from './session.ts'

/** What ended sessions: when, why, in which session and by which request. */
export interface EndingCause {
  readonly at: Date
  readonly endReason: EndReason
  /** The session in which it was decided; null when it was decided in none. */
  readonly sessionId: SessionId | null
  readonly request: RequestInfo | null
}

/** Returns one event for each session that was ended by the same cause. */
export function endingEvents(
  userId: UserId,
  ended: readonly NamedSession[],
  cause: EndingCause,
): readonly SecurityEvent[] {
  return ended.map(({ id, name }) => ({ type: 'session_ended', userId, target: { id, name }, ...cause }))
}
