import type { ChallengeMail, MailSite } from '../mail.ts'
import { en } from '../messages/en.ts'
import { countedText } from '../messages/fill-text.ts'
import { codeText } from '../values/code-text.ts'
import { minutesBetween } from '../values/time-text.ts'
import { withHost } from './host-text.ts'
import type { Block, MailDocument } from './mail-document.ts'
import { mailLinks } from './mail-links.ts'
import { originBlocks } from './origin-facts.ts'

/** Returns the message with the code and the link of a challenge. */
export function challengeDocument(mail: ChallengeMail, site: MailSite): MailDocument {
  const texts = en.challenges[mail.kind]
  return {
    subject: texts.subject,
    title: [texts.title],
    preview: [validityOf(mail)],
    blocks: [
      ...confirmBlocks(mail, site),
      ...originBlocks(en.origin.asked, mail.origin),
      { type: 'heading', text: en.notYou },
      { type: 'paragraph', line: [texts.otherwise] },
      { type: 'paragraph', line: [mail.secret.code === null ? en.challenge.neverTellLink : en.challenge.neverTell] },
    ],
    reason: withHost(en.footer.entered, site),
  }
}

function confirmBlocks(mail: ChallengeMail, site: MailSite): readonly Block[] {
  const texts = en.challenges[mail.kind]
  const code = codeText(mail.secret.code ?? '')
  const link = { label: texts.action, address: mailLinks.confirm(site, mail.secret.token) }
  const validity: Block = { type: 'note', line: [validityOf(mail)] }
  if (code === null) return [{ type: 'action', lead: [texts.linkLead], link }, validity]
  return [
    { type: 'paragraph', line: [texts.lead] },
    { type: 'code', code },
    validity,
    { type: 'action', lead: [en.challenge.orLink], link },
  ]
}

function validityOf({ origin, expiresAt, secret }: ChallengeMail): string {
  const { validity, linkValidity } = en.challenge
  return countedText(secret.code === null ? linkValidity : validity, minutesBetween(origin.at, expiresAt))
}
