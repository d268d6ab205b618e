import type { EventActor } from '@latchkey/schema'

/** Who caused an event. */
export const actorMessages = {
  user: 'You, signed in',
  unknown: 'Someone who didn’t prove to be you',
  system: 'Latchkey itself',
  operator: 'The people who run this app',
} as const satisfies Record<EventActor, string>
