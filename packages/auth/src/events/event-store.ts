import type { EventCategory } from '@latchkey/schema'
import type { UserId } from '../users/user.ts'
import type { EventId, EventRecord } from './event-record.ts'

/** Where the timeline is kept: entries are added and, when they are old, deleted. None is ever changed. */
export interface EventStore {
  /** All of them or none. */
  append(events: readonly EventRecord[]): Promise<void>

  /** The user's events, the latest first, at most `limit`: of a category or of all, and older than `before`. */
  list(query: {
    userId: UserId
    category: EventCategory | null
    before: EventId | null
    limit: number
  }): Promise<readonly EventRecord[]>

  /** Deletes at most `limit` events from before a moment; returns how many. */
  deleteBefore(moment: Date, limit: number): Promise<number>
}
