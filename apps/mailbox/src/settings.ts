import { isLoopbackAddress } from './http/loopback.ts'

export interface Settings {
  /** A loopback address. */
  readonly host: string
  /** Of the HTTP server; 0 means any free port. */
  readonly port: number
  /** 0 means any free port. */
  readonly smtpPort: number
}

/** A failed start. Its message is one line that says what to change. */
export class StartFailure extends Error {}

type Environment = Readonly<Record<string, string | undefined>>

const defaultHost = '127.0.0.1'
const defaultPort = 3020
const defaultSmtpPort = 3025
const highestPort = 65_535

/**
 * Reads the settings from the environment.
 * @throws {StartFailure} for a bad variable, and in production
 */
export function readSettings(env: Environment): Settings {
  // It delivers nothing, and shows every message to each visitor.
  if (env['NODE_ENV'] === 'production') {
    throw new StartFailure('The local mailbox delivers no message: it does not start with NODE_ENV=production.')
  }
  const host = env['HOST'] || defaultHost
  if (!isLoopbackAddress(host)) throw new StartFailure('HOST must be an address of this machine: 127.0.0.1 or ::1.')
  return { host, port: readPort(env, 'PORT', defaultPort), smtpPort: readPort(env, 'SMTP_PORT', defaultSmtpPort) }
}

function readPort(env: Environment, name: string, defaultValue: number): number {
  const port = Number(env[name] || defaultValue)
  if (!Number.isInteger(port) || port < 0 || port > highestPort) {
    throw new StartFailure(`${name} must be a number from 0 to ${highestPort}.`)
  }
  return port
}
