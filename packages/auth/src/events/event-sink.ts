import type { SecurityEvent } from './security-event.ts'

export interface EventSink {
  /** Must not throw and must not wait: an event that can't be written never stops what it reports. */
  record(event: SecurityEvent): void
}
