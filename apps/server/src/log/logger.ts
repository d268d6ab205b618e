import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino'
import { createLogDestination, type LogDestination, type WriteBytes } from './log-destination.ts'

/** Fields that are redacted, should one ever be logged. */
const secretFields = [
  'password',
  'currentPassword',
  'newPassword',
  'token',
  'tokenHash',
  'hash',
  'cookie',
  'authorization',
]

/** Returns a logger that writes one JSON object a line, with times in UTC. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    redact: {
      paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[redacted]',
    },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

export interface ServiceLogger {
  readonly log: Logger
  /** Resolves once every line is written, or after `timeoutMs` with lines still waiting. */
  readonly drained: LogDestination['drained']
}

/** The logger of the running service: lines that can't be written are dropped, and a line says how many, once it can. */
export function createServiceLogger(level: string, write: WriteBytes): ServiceLogger {
  const destination = createLogDestination({
    write,
    onDropped: (lines) => log.error({ dropped: lines }, 'log lines were dropped: they could not be written'),
  })
  const log = createLogger(level, destination)
  return { log, drained: destination.drained }
}
