import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A connection to an SMTP server that sends what a test says, and nothing else. */
export class SmtpDialogue {
  readonly #socket: Socket
  readonly #lines: AsyncIterator<string>

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#lines = linesOf(socket)
  }

  /** Connects, and says hello. */
  static async open(smtpUrl: string): Promise<SmtpDialogue> {
    const { hostname, port } = new URL(smtpUrl)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    const dialogue = new SmtpDialogue(socket)
    await dialogue.reply()
    await dialogue.say('EHLO localhost')
    return dialogue
  }

  /** Sends a line, and returns the last line of the reply; null where the server closed the connection. */
  say(line: string): Promise<string | null> {
    this.#socket.write(`${line}\r\n`)
    return this.reply()
  }

  /** Begins a message, and returns the reply to `DATA`. */
  async begin(...recipients: readonly string[]): Promise<string | null> {
    await this.say('MAIL FROM:<no-reply@localhost>')
    for (const recipient of recipients) await this.say(`RCPT TO:<${recipient}>`)
    return this.say('DATA')
  }

  /** Returns the last line of the next reply; null where the server closed the connection. */
  async reply(): Promise<string | null> {
    const { done, value } = await this.#lines.next()
    if (done === true) return null
    return /^\d{3}-/.test(value) ? this.reply() : value
  }

  /** Sends text without waiting for a reply. */
  send(text: string): void {
    this.#socket.write(text)
  }

  close(): void {
    this.#socket.destroy()
  }
}

async function* linesOf(socket: Socket): AsyncGenerator<string, void> {
  let rest = ''
  for await (const chunk of socket) {
    const lines = `${rest}${String(chunk)}`.split('\r\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}
