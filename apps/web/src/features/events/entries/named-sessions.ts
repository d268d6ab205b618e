import type { EventView } from '@latchkey/schema'

/**
 * Returns the ids of the sessions that an event names and that may be live: first the one in which it was done, which is
 * the one to end when the user does not recognize the event, then the one to which it was done.
 */
export function namedSessions({ type, sessionId, details: { target } }: EventView): readonly string[] {
  const doneTo = target === undefined || type === 'session_ended' ? null : target.id
  return [sessionId, doneTo].filter((id) => id !== null)
}
