import type { EventActor, EventView } from '@latchkey/schema'

const actorTexts = {
  user: 'byUser',
  unknown: 'byUnknown',
  system: 'bySystem',
  operator: 'byOperator',
} as const satisfies Record<EventActor, string>

/** Returns the text for who caused an event. A failed attempt in a session is of someone who was signed in. */
export function actorText(event: EventView): (typeof actorTexts)[EventActor] {
  return isOfStranger(event) || event.actor !== 'unknown' ? actorTexts[event.actor] : actorTexts.user
}

/** Whether an event was caused by someone who was not signed in. */
export function isOfStranger({ actor, sessionId }: EventView): boolean {
  return actor === 'unknown' && sessionId === null
}
