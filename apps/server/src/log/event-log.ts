import type { EventSink } from '@latchkey/auth'
import type { Log } from './logger.ts'

/** Returns a sink that writes security events as log lines, at every log level. */
export function logEvents(log: Log): EventSink {
  return {
    record: (event) => log.event(event),
    persistFailed: (events, cause) =>
      log.error({ err: cause, events: events.map(({ type }) => type) }, 'events are not in the timeline'),
  }
}
