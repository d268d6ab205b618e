import type { EventCategory, EventId, UserId } from '@latchkey/schema'
import type { EventRecord } from './event-record.ts'

/**
 * Returns the events that record a change, from its outcome. Store methods that change something take one and append
 * what it returns in the transaction of the change: both are stored, or neither. It is called once for each attempt of
 * the transaction, and not at all when nothing was changed; it is pure.
 */
export type RecordOutcome<Outcome> = (outcome: Outcome) => readonly EventRecord[]

/** Where the timeline is stored: events are appended and, when they are old, deleted. None is ever changed. */
export interface EventStore {
  /** Atomic: appends all of the events or none. For events that accompany no change of another store. */
  append(events: readonly EventRecord[]): Promise<void>

  /**
   * Returns the user's events, the latest first, at most `limit`: of a category or of all, and with an id before
   * `before`. Ids are compared byte by byte.
   */
  list(query: {
    userId: UserId
    category: EventCategory | null
    before: EventId | null
    limit: number
  }): Promise<readonly EventRecord[]>

  /**
   * Deletes at most `limit` events from before a moment, which is at least a day ago; returns how many. An engine that can
   * refuse every other deletion does.
   */
  deleteBefore(moment: Date, limit: number): Promise<number>
}
