import type { EventActor } from '@latchkey/schema'

/** Whose deed something was. */
export const actorMessages = {
  user: 'You, signed in',
  unknown: 'Someone who didn’t prove to be you',
  system: 'Latchkey itself',
  operator: 'The people who run this app',
} as const satisfies Record<EventActor, string>
