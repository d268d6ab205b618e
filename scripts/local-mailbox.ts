import type { ChildProcess } from 'node:child_process'
import { isProduction } from '../apps/server/src/config/is-production.ts'
import { startLocalProgram } from './start-local-program.ts'

/** Above the app's port: the pages of the mailbox, and its SMTP server. */
export const mailboxPortsAbove = { http: 20, smtp: 25 } as const

export interface LocalMailbox {
  readonly process: ChildProcess
  /** The variables that make the server send its messages to it. */
  readonly env: Readonly<Record<'SMTP_URL' | 'MAIL_FROM' | 'MAILBOX_URL', string>>
}

/**
 * Starts the local mailbox where there is no SMTP server, so that messages can be read in a fresh clone. Null in
 * production, and where an SMTP server is configured. With `detached` Ctrl-C in a terminal does not reach it.
 */
export async function startLocalMailbox(
  appPort: number,
  { detached = false }: { readonly detached?: boolean } = {},
): Promise<LocalMailbox | null> {
  const isConfigured = (process.env['SMTP_URL'] ?? '') !== ''
  // The server names what is wrong with a port.
  const isPort = Number.isInteger(appPort) && appPort > 0 && appPort + mailboxPortsAbove.smtp < 65_536
  const publicUrl = URL.parse(process.env['PUBLIC_URL'] ?? '')
  if (isProduction({ nodeEnv: process.env['NODE_ENV'], publicUrl }) || isConfigured || !isPort) return null

  // On this machine only, wherever the app itself listens. The app runs without it.
  const env = {
    HOST: '127.0.0.1',
    PORT: String(appPort + mailboxPortsAbove.http),
    SMTP_PORT: String(appPort + mailboxPortsAbove.smtp),
  }
  const started = await startLocalProgram({ app: 'mailbox', env, detached })
  if (started === null) return null

  const { process: child, listening } = started
  return {
    process: child,
    env: {
      SMTP_URL: String(listening['smtpUrl']),
      MAIL_FROM: process.env['MAIL_FROM'] || 'Latchkey <no-reply@localhost>',
      MAILBOX_URL: String(listening['url']),
    },
  }
}
