import type { EventId, UserId } from '@latchkey/schema'
import type { AuthStores } from '../../auth-stores.ts'
import type { EventRecord } from '../../events/event-record.ts'
import { start } from '../fixtures.ts'

/** Returns an event of a user that a contract records with a change. */
export function anEvent(userId: UserId, id = 'event-1'): EventRecord {
  return {
    id: id as EventId,
    userId,
    type: 'signed_in',
    at: start,
    actor: 'user',
    sessionId: null,
    device: null,
    ip: null,
    requestId: null,
    details: {},
  }
}

/** Returns the ids of a user's events. */
export async function eventsOf({ events }: AuthStores, userId: UserId): Promise<readonly string[]> {
  const found = await events.list({ userId, category: null, before: null, limit: 100 })
  return found.map(({ id }) => id)
}
