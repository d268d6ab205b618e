import type { EventSink } from '@latchkey/auth'
import type { Logger } from 'pino'

/**
 * Returns a sink that writes security events as log lines: `event` names the type, `requestId` the request. They are written
 * at every log level but `silent`.
 */
export function logEvents(parent: Logger): EventSink {
  const log = parent.child({}, { level: parent.level === 'silent' ? 'silent' : 'info' })
  return {
    record({ type, ...event }) {
      if ('request' in event && event.request !== null) {
        const { request, ...rest } = event
        log.info({ event: type, ...rest, ...request }, type)
        return
      }
      log.info({ event: type, ...event }, type)
    },
    persistFailed(events, cause) {
      log.error({ err: cause, events: events.map((event) => event.type) }, 'events are not in the timeline')
    },
  }
}
