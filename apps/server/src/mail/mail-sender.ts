import type { DueMail, SendOutcome } from '@latchkey/auth'
import type { Mail, MailTransport } from '@latchkey/mail'
import type { MailId } from '@latchkey/schema'
import type { MailConfig } from '../config/read-mail.ts'
import type { Log } from '../log/logger.ts'

/** Sends mails over SMTP. */
export interface MailSender {
  /** Sends one; never rejects. */
  readonly send: (mail: DueMail) => Promise<SendOutcome>
  /** Resolves once what is being sent was sent or failed. */
  readonly close: () => Promise<void>
}

/** Returns the sender of a configuration. Its library is loaded with the first mail. */
export function createMailSender({
  config,
  publicUrl,
  log,
  now,
}: {
  readonly config: MailConfig
  readonly publicUrl: URL
  readonly log: Log
  readonly now: () => Date
}): MailSender {
  let opened: Promise<{ readonly transport: MailTransport; readonly render: (mail: DueMail) => RenderedMail }> | null =
    null
  /** Mails whose last try by this process may have arrived. Another server, or this one after a restart, does not know of it. */
  const uncertain = new Set<MailId>()

  async function open() {
    const { createMailTransport, renderMail } = await import('@latchkey/mail')
    const transport = createMailTransport({ url: config.smtp, from: config.from, now })
    return { transport, render: (mail: DueMail) => renderMail(mailOf(mail), { publicUrl }) }
  }

  /** One duplicate is better than a mail that is lost, and two by one process are not. */
  function outcomeOf(mail: DueMail, { permanent, mayBeDelivered }: Failure): SendOutcome {
    if (permanent) return 'refused'
    if (!mayBeDelivered) return 'failed'
    if (uncertain.delete(mail.id)) return 'sent'
    uncertain.add(mail.id)
    return 'failed'
  }

  return {
    async send(mail) {
      const { id, content } = mail
      try {
        const { transport, render } = await (opened ??= open())
        await transport.send({ id, to: mail.recipient, ...render(mail) })
        uncertain.delete(id)
        return 'sent'
      } catch (error) {
        const failure = await failureOf(error)
        const { permanent, mayBeDelivered, code, response } = failure
        const cause = code === null ? { err: error } : { failure: code, response }
        log.warn({ mailId: id, mail: content.kind, ...cause, permanent, mayBeDelivered }, 'mail was not sent')
        return outcomeOf(mail, failure)
      }
    },
    async close() {
      if (opened !== null) await (await opened).transport.close()
    },
  }
}

interface RenderedMail {
  readonly subject: string
  readonly text: string
  readonly html: string
}

interface Failure {
  readonly permanent: boolean
  readonly mayBeDelivered: boolean
  readonly code: string | null
  readonly response: string | null
}

/** What is no failure of the transport is a fault of ours: the mail is tried again, and the line has its cause. */
async function failureOf(error: unknown): Promise<Failure> {
  const { MailError } = await import('@latchkey/mail')
  return error instanceof MailError ? error : { permanent: false, mayBeDelivered: false, code: null, response: null }
}

/** Returns a mail as it is rendered. The outbox keeps a secret for each kind that has one. */
function mailOf({ content, secret }: DueMail): Mail {
  return (secret === null ? content : { ...content, secret }) as Mail
}
