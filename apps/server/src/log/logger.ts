import type { SecurityEvent } from '@latchkey/auth'
import { type DestinationStream, pino, stdTimeFunctions } from 'pino'
import { eventFields, eventLines } from './event-lines.ts'
import { escapeInvisible } from './escape-invisible.ts'
import { createLogDestination, type LogDestination, type WriteBytes } from './log-destination.ts'
import { type LogFields, pickFields } from './log-fields.ts'
import { type FieldOf, type LogLevel, type LogLine, logLines, type LogMessage, type MessageAt } from './log-lines.ts'

/** Writes a line with these fields. What the message does not list is not written. */
type WriteLine<Level extends LogLevel> = <Message extends MessageAt<Level>>(
  fields: Partial<Pick<LogFields, FieldOf<Message>>>,
  message: Message,
) => void

/** The log of the server. A line has the fields that {@link logLines} lists for its message, and no others. */
export interface Log {
  readonly info: WriteLine<'info'>
  readonly warn: WriteLine<'warn'>
  readonly error: WriteLine<'error'>
  readonly fatal: WriteLine<'fatal'>
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
  const leveled = pino(options, { write: (line) => destination.write(escapeInvisible(line)) })
  const always = leveled.child({}, { level: 'info' })

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
    event: (event) => {
      const request = 'request' in event ? event.request : null
      const fields = pickFields({ ...request, ...event }, [...eventFields, ...eventLines[event.type]])
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
