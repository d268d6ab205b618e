import { canonicalEmail } from '@latchkey/schema'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { deliveryFailure } from './delivery-failure.ts'
import { MailError } from './mail-error.ts'
import type { MailFrom } from './mail-from.ts'
import { defaultTimeouts, type MailTimeouts, poolOptions } from './pool-options.ts'
import type { SmtpUrl } from './smtp-url.ts'

/** A rendered message, to one recipient. */
export interface OutgoingMail {
  /** The same at each try, so that mail programs can show a message once that arrived twice. */
  readonly id: string
  /** One email address, without a name. */
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

export interface MailTransport {
  /**
   * Resolves once the server has taken the message.
   *
   * @throws MailError when it has not, or when that is not known
   * @throws TypeError for an id with other characters than letters, digits, `.`, `_` and `-`
   */
  readonly send: (message: OutgoingMail) => Promise<void>
  /** Refuses further messages, and resolves once those in progress were sent or failed. */
  readonly close: () => Promise<void>
}

export interface MailTransportOptions {
  readonly url: SmtpUrl
  readonly from: MailFrom
  /** For the date of a message. */
  readonly now?: () => Date
  readonly timeouts?: MailTimeouts
}

/** Returns what sends messages through a server, over a few connections that are kept for a while. */
export function createMailTransport({
  url,
  from,
  now = () => new Date(),
  timeouts = defaultTimeouts,
}: MailTransportOptions): MailTransport {
  const transporter = createTransport(poolOptions(url, timeouts))
  /** The signals of messages that were handed to a connection to their end, the point that marks the end included. */
  const sent = new WeakSet<AbortSignal>()
  const inProgress = new Set<Promise<void>>()

  transporter.use('stream', ({ data: { signal }, message }, done) => {
    message.processFunc((stream) => {
      if (signal !== undefined) stream.once('end', () => sent.add(signal))
      return stream
    })
    done()
  })

  async function deliver(message: OutgoingMail): Promise<void> {
    const signal = AbortSignal.timeout(timeouts.message)
    const data = messageData(message, from, now())
    try {
      await transporter.sendMail({ ...data, signal })
    } catch (error) {
      throw deliveryFailure(error, sent.has(signal))
    }
  }

  return {
    async send(message) {
      const delivery = deliver(message)
      inProgress.add(delivery)
      try {
        await delivery
      } finally {
        inProgress.delete(delivery)
      }
    },

    async close() {
      transporter.close()
      await Promise.allSettled(inProgress)
    },
  }
}

/** An address is an object and never a list in a text: nothing in it can become a second recipient. */
function messageData({ id, to, subject, text, html }: OutgoingMail, from: MailFrom, date: Date): SendMailOptions {
  if (!/^[\w.-]{1,200}$/.test(id)) throw new TypeError('This id can’t be part of a Message-ID.')
  const recipient = canonicalEmail(to)
  if (recipient === null) {
    const failure = { permanent: true, mayBeDelivered: false, code: 'INVALID_ADDRESS', response: null }
    throw new MailError('The recipient is not one email address.', failure)
  }
  const sender = { name: from.name ?? '', address: from.address }
  return {
    messageId: `<${id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
    date,
    from: sender,
    to: { name: '', address: recipient },
    envelope: { from: { name: '', address: from.address }, to: { name: '', address: recipient } },
    subject,
    text,
    html,
    // RFC 3834 §5: no program answers it.
    headers: { 'Auto-Submitted': 'auto-generated' },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
