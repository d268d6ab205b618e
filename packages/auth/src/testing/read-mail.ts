import type { Auth } from '../auth.ts'
import type { DueMail } from '../mail/outbox.ts'

/** Takes the mails that are due out of the outbox, in the order in which they were stored; they count as sent. */
export async function readMail({ outbox }: Pick<Auth, 'outbox'>): Promise<readonly DueMail[]> {
  const mails: DueMail[] = []
  await outbox.deliver(async (mail) => {
    mails.push(mail)
    return 'sent'
  })
  return mails
}
