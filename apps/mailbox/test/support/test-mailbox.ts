import { createTransport, type SendMailOptions, type SMTPSentMessageInfo } from 'nodemailer'
import type { Message } from '../../src/messages/message.ts'
import { type RunningMailbox, startMailbox } from '../../src/start-mailbox.ts'

/** A message as the API sends it. */
export type SentMessage = Omit<Message, 'source' | 'receivedAt'> & { readonly receivedAt: string }

/** A running mailbox, and the calls of its clients. */
export class TestMailbox {
  readonly url: string
  readonly smtpUrl: string
  readonly #running: RunningMailbox

  private constructor(running: RunningMailbox) {
    this.url = running.url
    this.smtpUrl = running.smtpUrl
    this.#running = running
  }

  static async start(options: { readonly now?: () => Date } = {}): Promise<TestMailbox> {
    return new TestMailbox(await startMailbox({ host: '127.0.0.1', port: 0, smtpPort: 0, ...options }))
  }

  close(): Promise<void> {
    return this.#running.close()
  }

  /** Sends a message over SMTP, in a connection of its own. */
  send(options: SendMailOptions): Promise<SMTPSentMessageInfo> {
    const transport = createTransport(this.smtpUrl)
    return transport.sendMail({ from: 'Latchkey <no-reply@localhost>', to: 'ada@example.com', ...options })
  }

  get(path: string): Promise<Response> {
    return fetch(`${this.url}${path}`)
  }

  async text(path: string): Promise<string> {
    return (await this.get(path)).text()
  }

  async messages(to: string | null = null): Promise<readonly SentMessage[]> {
    const response = await this.get(`/api/messages${to === null ? '' : `?to=${encodeURIComponent(to)}`}`)
    return (await response.json()) as readonly SentMessage[]
  }

  /** Returns the newest message. */
  async newest(): Promise<SentMessage> {
    const [message] = await this.messages()
    if (message === undefined) throw new Error('There is no message.')
    return message
  }

  setFaults(body: unknown): Promise<Response> {
    return fetch(`${this.url}/api/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }

  async deleteAll(): Promise<void> {
    await fetch(`${this.url}/api/messages`, { method: 'DELETE' })
  }
}
