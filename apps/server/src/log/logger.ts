import type { SecurityEvent } from '@latchkey/auth'
import { type DestinationStream, pino, stdTimeFunctions } from 'pino'
import { eventFields, eventLines } from './event-lines.ts'
import { escapeInvisible } from './escape-invisible.ts'
import { createLogDestination, type LogDestination, type WriteBytes } from './log-destination.ts'
import { type LogFields, maxPathLength, pickFields } from './log-fields.ts'
import { type FieldOf, type LogLevel, type LogLine, logLines, type LogMessage, type MessageAt } from './log-lines.ts'

/** Writes a line with these fields. What the message does not list is not written. */
type WriteLine<Level extends LogLevel> = <Message extends MessageAt<Level>>(
  fields: Partial<Pick<LogFields, FieldOf<Message>>>,
  message: Message,
) => void

/** The fields of the line of a request. */
export type RequestLine = Pick<LogFields, 'requestId' | 'method' | 'path' | 'status' | 'ms' | 'ip'> &
  Partial<Pick<LogFields, FieldOf<'request'>>>

/** The log of the server. A line has the fields that {@link logLines} lists for its message, and no others. */
export interface Log {
  readonly info: WriteLine<'info'>
  readonly warn: WriteLine<'warn'>
  readonly error: WriteLine<'error'>
  readonly fatal: WriteLine<'fatal'>
  /**
   * Writes the line of a request: an error from 500 on. There is one for every request, so it is not written field by field
   * like the others. Its fields are those of {@link RequestLine}, and each has the length that its source allows.
   */
  readonly request: (line: RequestLine) => void
  /** Writes the line of a security event, at every level. */
  readonly event: (event: SecurityEvent) => void
}

const standardOutputDescriptor = 1

/**
 * Returns a log that writes one JSON object a line, with times in UTC. Lines below `level` are left out, but for security
 * events and lines that are always written.
 */
export function createLogger(
  level: string,
  destination: DestinationStream = pino.destination(standardOutputDescriptor),
): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    serializers: { err: (value: object) => value },
  }
  const write = (line: string): void => destination.write(escapeInvisible(line))
  const leveled = pino(options, { write })
  const always = leveled.child({}, { level: 'info' })

  const levels = { info: leveled.levels.values['info'], error: leveled.levels.values['error'] }

  const writeAt =
    (at: LogLevel) =>
    (fields: object, message: LogMessage): void => {
      const line: LogLine = logLines[message]
      const logger = line.always === true ? always : leveled
      if (logger.isLevelEnabled(at)) logger[at](pickFields(fields, line.fields), message)
    }

  return {
    info: writeAt('info'),
    warn: writeAt('warn'),
    error: writeAt('error'),
    fatal: writeAt('fatal'),
    request: ({ path, ...fields }) => {
      const at = fields.status >= 500 ? 'error' : 'info'
      if (!leveled.isLevelEnabled(at)) return
      const line = { ...fields, path: path.slice(0, maxPathLength) }
      write(
        `{"level":${levels[at]},"time":"${new Date().toISOString()}",${JSON.stringify(line).slice(1, -1)},"msg":"request"}\n`,
      )
    },
    event: (event) => {
      const request = 'request' in event ? event.request : null
      // Not spread: what few ask for is read from the headers when it is asked for.
      const ofRequest = { ip: request?.ip, userAgent: request?.userAgent, requestId: request?.requestId }
      const fields = pickFields({ ...ofRequest, ...event }, [...eventFields, ...eventLines[event.type]])
      always.info({ event: event.type, ...fields }, event.type)
    },
  }
}

export interface ServiceLogger {
  readonly log: Log
  /** Resolves once every line is written, or after `timeoutMs` with lines still waiting. */
  readonly drained: LogDestination['drained']
}

/** A name in quotation marks is in no value: there they are escaped. */
function isOfEvent(line: string): boolean {
  return line.includes('"event":"')
}

/**
 * The logger of the running service: lines that can't be written are dropped, those of security events last, and a line says
 * how many, once it can.
 */
export function createServiceLogger(level: string, write: WriteBytes): ServiceLogger {
  const destination = createLogDestination({
    write,
    isKept: isOfEvent,
    onDropped: (lines) => log.error({ dropped: lines }, 'log lines were dropped: they could not be written'),
  })
  const log = createLogger(level, destination)
  return { log, drained: destination.drained }
}
