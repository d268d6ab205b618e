import type { DueMail } from '@latchkey/auth'
import { startTestServer, type TestServer, type TestServerOptions, type Visitor } from './test-server.ts'

/** Configures mail. In a test server no job sends it: tests read it from the outbox. */
export const mailEnv = {
  SMTP_URL: 'smtp://127.0.0.1:25',
  MAIL_FROM: 'Latchkey <no-reply@id.example.com>',
  EMAIL_CODES: 'on',
}

/** A mail that was taken out of the outbox. */
export interface ReadMail {
  readonly kind: string
  readonly to: string
  readonly code: string
  readonly token: string
  readonly content: DueMail['content']
}

export interface MailServer extends TestServer {
  /** Takes the mails that are due out of the outbox, in the order in which they were stored. */
  readMail(): Promise<readonly ReadMail[]>
  /** Returns the only mail to an address, and takes all that are due. */
  mailTo(address: string): Promise<ReadMail>
}

/** Starts a server that sends mail. */
export async function startMailServer({ env = {}, ...options }: TestServerOptions = {}): Promise<MailServer> {
  const server = await startTestServer({ env: { ...mailEnv, ...env }, ...options })
  async function readMail(): Promise<readonly ReadMail[]> {
    const mails: ReadMail[] = []
    await server.container.auth.outbox.deliver(async ({ recipient: to, content, secret }) => {
      mails.push({ kind: content.kind, to, code: secret?.code ?? '', token: secret?.token ?? '', content })
      return 'sent'
    })
    return mails
  }
  return {
    ...server,
    readMail,
    async mailTo(address) {
      const found = (await readMail()).filter(({ to }) => to === address)
      const [mail] = found
      if (mail === undefined || found.length > 1) throw new Error(`${found.length} mails to ${address}`)
      return mail
    },
  }
}

/** A challenge that a visitor asked for. */
export interface Asked {
  readonly challenge: string
  readonly email: string
}

/** Asks for a mail; returns the challenge. */
export async function ask(visitor: Visitor, path: string, input?: unknown): Promise<Asked> {
  const answer = await visitor.mutate(path, input)
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`)
  const { data } = answer.body.result
  const view = data.challenge ?? data
  return { challenge: view.id, email: view.email }
}

/** Signs up and confirms the address; returns the browser. */
export async function signUpByMail(
  server: MailServer,
  user: { readonly email: string; readonly password: string; readonly name: string; readonly captcha?: string },
): Promise<Visitor> {
  const visitor = server.visitor()
  const { challenge } = await ask(visitor, 'auth.signUp', user)
  const { code } = await server.mailTo(user.email)
  const answer = await visitor.mutate('auth.confirm', { proof: { challenge, code } })
  if (answer.status !== 200) throw new Error(`auth.confirm: ${answer.status} ${answer.text}`)
  return visitor
}
