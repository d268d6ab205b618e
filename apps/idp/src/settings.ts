export interface Settings {
  readonly host: string
  /** 0 means any free port. */
  readonly port: number
  /** The location that a redirecting token endpoint sends; null means this app's own `/elsewhere`. */
  readonly redirectTo: string | null
}

/** A failed start. Its message is one line that says what to change. */
export class StartFailure extends Error {}

const defaultPort = 3010
const highestPort = 65_535

/**
 * Reads the settings from the environment.
 * @throws {StartFailure} for a bad variable, and in production
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  // A visitor can sign in as any account here, so that this provider must never serve a real app.
  if (env['NODE_ENV'] === 'production') {
    throw new StartFailure('The local provider lets anyone be anyone: it does not start with NODE_ENV=production.')
  }
  const port = Number(env['PORT'] || defaultPort)
  if (!Number.isInteger(port) || port < 0 || port > highestPort) {
    throw new StartFailure(`PORT must be a number from 0 to ${highestPort}.`)
  }
  const redirectTo = env['IDP_REDIRECT_TO'] || null
  if (redirectTo !== null && !URL.canParse(redirectTo)) throw new StartFailure('IDP_REDIRECT_TO must be a URL.')
  return { host: env['HOST'] || '127.0.0.1', port, redirectTo }
}
