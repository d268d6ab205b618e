import { eventCategoryOf, type EventView } from '@latchkey/schema'

/** Returns an event with the given facts, and defaults for the rest. */
export function testingEvent(facts: Partial<EventView> = {}): EventView {
  const { type = 'signed_in' } = facts
  return {
    id: 'event-1',
    type,
    category: eventCategoryOf[type],
    at: '2026-11-20T11:00:00.000Z',
    actor: 'user',
    sessionId: 'mac',
    current: false,
    device: 'Chrome on macOS',
    ip: null,
    place: null,
    requestId: null,
    details: {},
    ...facts,
  }
}
