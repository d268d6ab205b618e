import type { EventActor } from '@latchkey/schema'

/** The text for who caused an event. */
export const actorTexts = {
  user: 'byUser',
  unknown: 'byUnknown',
  system: 'bySystem',
  operator: 'byOperator',
} as const satisfies Record<EventActor, string>
