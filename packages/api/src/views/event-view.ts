import type { EventRecord } from '@latchkey/auth'
import { eventCategoryOf, type EventView } from '@latchkey/schema'
import type { Viewer } from './viewer.ts'

export function eventView(event: EventRecord, { sessionId, placeOf }: Viewer): EventView {
  return {
    id: event.id,
    type: event.type,
    category: eventCategoryOf[event.type],
    at: event.at.toISOString(),
    actor: event.actor,
    sessionId: event.sessionId,
    current: event.sessionId === sessionId,
    device: event.device,
    ip: event.ip,
    place: placeOf(event.ip),
    requestId: event.requestId,
    details: event.details,
  }
}
