import type { MailSite, UndoMail } from '../mail.ts'
import { en } from '../messages/en.ts'
import { fillText } from '../messages/fill-text.ts'
import { emailText } from '../values/email-text.ts'
import { timeText } from '../values/time-text.ts'
import { withHost } from './host-text.ts'
import type { MailDocument } from './mail-document.ts'
import { mailLinks } from './mail-links.ts'
import { originBlocks } from './origin-facts.ts'

/** Returns the message to the old address of an account, with the link that takes the change back. */
export function undoDocument(mail: UndoMail, site: MailSite): MailDocument {
  const texts = en.undo
  const lead = fillText(texts.lead, { email: emailText(mail.newEmail) })
  return {
    subject: texts.subject,
    title: [texts.subject],
    preview: lead,
    blocks: [
      { type: 'paragraph', line: lead },
      { type: 'paragraph', line: [texts.ifYou] },
      { type: 'heading', text: en.notYou },
      {
        type: 'action',
        lead: fillText(texts.ifNot, { date: timeText(mail.expiresAt) }),
        link: { label: texts.action, address: mailLinks.undoEmailChange(site, mail.secret.token) },
      },
      { type: 'note', line: [texts.neverTell] },
      ...originBlocks(en.origin.changed, mail.origin),
    ],
    reason: withHost(en.footer.account, site),
  }
}
