import type { SecurityEvent } from './security-event.ts'

/** Where events go beside the timeline: the operator's log. */
export interface EventSink {
  /** Logs an event whose change has been committed. Must not throw and must not wait. */
  record(event: SecurityEvent): void

  /** Logs that these events are in the log and could not be stored in the timeline. Must not throw. */
  persistFailed(events: readonly SecurityEvent[], cause: unknown): void
}
