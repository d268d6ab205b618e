import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino'

/** Fields that must never be readable in a log, should one ever get there. */
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

/** One JSON object a line, times in UTC. */
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
