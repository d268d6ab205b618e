import type { SMTPPoolOptions } from 'nodemailer'
import type { SmtpUrl } from './smtp-url.ts'

/** How long what may take, in milliseconds. */
export interface MailTimeouts {
  /** From the lookup of the name to an open connection, TLS included. */
  readonly connection: number
  /** Until the server greets. */
  readonly greeting: number
  /** Without a byte from the server. */
  readonly socket: number
  /** One message in all, and its wait for a free connection. */
  readonly message: number
}

export const defaultTimeouts: MailTimeouts = {
  connection: 10_000,
  greeting: 10_000,
  socket: 30_000,
  message: 120_000,
}

const loopback = /^(?:localhost|[a-z0-9.-]+\.localhost|127(?:\.\d{1,3}){3}|::1)$/i

/** Whether a host is this machine, so that no other machine sees what is sent to it. */
export function isLoopback(host: string): boolean {
  return loopback.test(host)
}

/**
 * Returns what nodemailer's pool is told. Nothing leaves this machine without TLS: a server without STARTTLS gets no message,
 * nor one whose certificate does not hold.
 *
 * @see [RFC 8314 §3](https://www.rfc-editor.org/rfc/rfc8314.html#section-3)
 */
export function poolOptions(url: SmtpUrl, timeouts: MailTimeouts): SMTPPoolOptions & { readonly pool: true } {
  const needsStartTls = !url.secure && !isLoopback(url.host)
  return {
    pool: true,
    host: url.host,
    port: url.port,
    secure: url.secure,
    requireTLS: needsStartTls,
    ignoreTLS: !url.secure && !needsStartTls,
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true },
    ...(url.user === null || url.password === null
      ? {}
      : // A server that offers no sign-in would refuse each message instead.
        { auth: { user: url.user, pass: url.password }, forceAuth: true }),
    connectionTimeout: timeouts.connection,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.socket,
    // Before the timeout of the socket, so that a connection at rest is closed and not lost.
    idleTimeout: Math.ceil(timeouts.socket / 2),
    maxConnections: 3,
    // Once more where the server closed a connection at rest; only if no byte of the message was sent.
    maxRequeues: 1,
    disableFileAccess: true,
    disableUrlAccess: true,
    maxRecipients: 1,
  }
}
