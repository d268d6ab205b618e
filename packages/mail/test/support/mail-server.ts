import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { callbackify } from 'node:util'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'
import { onTestFinished } from 'vitest'

/** A message that the server took. */
export interface ReceivedMail {
  readonly recipients: readonly string[]
  readonly sender: string | null
  readonly secure: boolean
  readonly user: string | null
  readonly parsed: ParsedMail
}

export interface MailServer {
  readonly port: number
  readonly received: readonly ReceivedMail[]
  /** How many connections were opened. */
  readonly connections: () => number
  /** Cuts every open connection. */
  readonly cut: () => void
}

/** An answer of the server with a code of its own. */
export function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

/** Starts a server on the loopback interface that takes and parses every message, for the length of a test. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const received: ReceivedMail[] = []
  let connections = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1,
    onConnect: (_session, done) => {
      connections += 1
      done()
    },
    onData: callbackify(async (stream: SMTPServerDataStream, { envelope, secure, user }: SMTPServerSession) => {
      const parsed = await simpleParser(stream)
      received.push({
        recipients: envelope.rcptTo.map(({ address }) => address),
        sender: envelope.mailFrom === false ? null : envelope.mailFrom.address,
        secure,
        user: typeof user === 'string' ? user : null,
        parsed,
      })
    }),
    ...options,
  })
  // A client that ends a TLS handshake is an error of the server, which the test sees at the client.
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  onTestFinished(() => new Promise<void>((resolve) => server.close(resolve)))
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    connections: () => connections,
    cut: () => {
      for (const connection of server.connections) connection.close()
    },
  }
}
