import type { SecurityEvent } from './security-event.ts'

/** Where events go beside the timeline: the operator's log. */
export interface EventSink {
  /** Must not throw and must not wait. */
  record(event: SecurityEvent): void

  /** These are in the log and could not be kept in the timeline. Must not throw. */
  notKept(events: readonly SecurityEvent[], cause: unknown): void
}
