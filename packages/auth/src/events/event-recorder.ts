import type { SecurityEvent } from './security-event.ts'

/** What services tell their events to. */
export interface EventRecorder {
  /**
   * Puts what happened on record, together. Settles when it is there, and never rejects: what happened has happened,
   * whether or not it can be written down.
   */
  record(...events: readonly SecurityEvent[]): Promise<void>
}
