import { SMTPServer, type SMTPServerAddress, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { FaultKind } from '../faults/fault.ts'
import type { Faults } from '../faults/faults.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { parseMessage } from '../messages/parse-message.ts'
import { reportError } from '../report-error.ts'
import { readSource } from './read-source.ts'
import { SmtpRefusal } from './smtp-refusal.ts'

const megabyte = 1024 * 1024

export const smtpLimits = { messageBytes: megabyte, recipients: 100 } as const

export interface SmtpServerOptions {
  readonly store: MessageStore
  readonly faults: Faults
  readonly now: () => Date
}

/** Creates a server that stores the messages to every recipient, but where a fault says otherwise. */
export function createSmtpServer({ store, faults, now }: SmtpServerOptions): SMTPServer {
  /** The faults of recipients that were accepted, for the time when their message comes. */
  const faultsOf = new WeakMap<SMTPServerAddress, FaultKind>()
  const hasFault = ({ envelope }: SMTPServerSession, kind: FaultKind): boolean =>
    envelope.rcptTo.some((recipient) => faultsOf.get(recipient) === kind)

  const receive = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> => {
    const { mailFrom, rcptTo } = session.envelope
    const source = await readSource(stream, smtpLimits.messageBytes)
    // The client left, or the library answers that the message is too large.
    if (source === null) return
    const sender = mailFrom === false ? '' : mailFrom.address
    const recipients = rcptTo.map(({ address }) => address)
    store.add(await parseMessage({ source, sender, recipients, receivedAt: now() }))
  }

  const smtp: SMTPServer = new SMTPServer({
    name: 'localhost',
    size: smtpLimits.messageBytes,
    rejectOversized: true,
    maxRecipients: smtpLimits.recipients,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,

    onRcptTo(recipient, session, answer) {
      const fault = faults.take(recipient.address)
      if (fault !== null) faultsOf.set(recipient, fault)
      if (fault === 'refuse') answer(new SmtpRefusal(550, 'There is no such recipient.'))
      else if (fault === 'defer') answer(new SmtpRefusal(451, 'The recipient takes no messages now.'))
      else if (fault === 'slow') faults.wait(session.id, answer)
      else answer()
    },

    onData(stream, session, answer) {
      if (hasFault(session, 'cut-before-data')) return closeConnection(smtp, session)
      const isCut = hasFault(session, 'cut-after-data')
      receive(stream, session).then(() => (isCut ? closeConnection(smtp, session) : answer()), answer)
    },

    onClose(session) {
      faults.endWait(session.id)
    },
  })
  // The caller of `listen` learns itself why the server can't.
  smtp.on('error', (error) => {
    if (smtp.server.listening) reportError(error)
  })
  return smtp
}

/** Closes the connection of a session without an answer. */
function closeConnection(smtp: SMTPServer, session: SMTPServerSession): void {
  for (const connection of smtp.connections) if (connection.id === session.id) connection.close()
}
