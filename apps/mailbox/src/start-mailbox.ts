import { createServer } from 'node:http'
import { Faults } from './faults/faults.ts'
import { serve } from './http/serve.ts'
import { listen, type ListeningServer } from './listen.ts'
import { MessageStore } from './messages/message-store.ts'
import { createRoutes } from './routes.ts'
import type { Settings } from './settings.ts'
import { createSmtpServer } from './smtp/create-smtp-server.ts'

export interface RunningMailbox {
  readonly url: string
  readonly smtpUrl: string
  close(): Promise<void>
}

export interface MailboxOptions extends Settings {
  readonly now?: () => Date
}

/**
 * Starts the mailbox: an SMTP server that accepts every message, and an HTTP server that shows them.
 * @throws {StartFailure} when it cannot listen
 */
export async function startMailbox({ host, port, smtpPort, now }: MailboxOptions): Promise<RunningMailbox> {
  const store = new MessageStore()
  const faults = new Faults()
  const smtpServer = createSmtpServer({ store, faults, now: now ?? (() => new Date()) })
  const smtp = await listen(smtpServer.server, { host, port: smtpPort, variable: 'SMTP_PORT' })
  const smtpUrl = `smtp://${inUrl(host)}:${smtp.port}`

  const httpServer = createServer()
  serve(httpServer, createRoutes({ store, faults, smtpUrl }))
  const http = await listen(httpServer, { host, port, variable: 'PORT' }).catch(async (error: unknown) => {
    await smtp.close()
    throw error
  })
  return { url: `http://${host === '127.0.0.1' ? 'localhost' : inUrl(host)}:${http.port}`, smtpUrl, close }

  async function close(): Promise<void> {
    await closeAll([smtp, http])
  }
}

async function closeAll(servers: readonly ListeningServer[]): Promise<void> {
  await Promise.all(servers.map((server) => server.close()))
}

function inUrl(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}
