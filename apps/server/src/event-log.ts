import type { EventSink } from '@latchkey/auth'
import type { Logger } from 'pino'

/**
 * Security events as log lines: `event` names what happened, `requestId` ties it to the request. They are written
 * whatever the log level is: only `silent` silences them.
 */
export function logEvents(parent: Logger): EventSink {
  const log = parent.child({}, { level: parent.level === 'silent' ? 'silent' : 'info' })
  return {
    record({ type, ...event }) {
      if ('client' in event && event.client !== null) {
        const { client, ...rest } = event
        log.info({ event: type, ...rest, ...client }, type)
        return
      }
      log.info({ event: type, ...event }, type)
    },
    notKept(events, cause) {
      log.error({ err: cause, events: events.map((event) => event.type) }, 'events are not in the timeline')
    },
  }
}
