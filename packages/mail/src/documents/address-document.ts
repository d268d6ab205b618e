import type { AddressMail, MailSite } from '../mail.ts'
import { en } from '../messages/en.ts'
import { withHost } from './host-text.ts'
import type { Link, MailDocument } from './mail-document.ts'
import { mailLinks } from './mail-links.ts'
import { originBlocks } from './origin-facts.ts'

/** Returns the message to an address that has an account already, or has none. */
export function addressDocument(mail: AddressMail, site: MailSite): MailDocument {
  const texts = mail.kind === 'address_taken' ? en.addressTaken : en.noAccount
  const { action, second } = linksOf(mail, site)
  return {
    subject: texts.subject,
    title: [texts.subject],
    preview: [texts.lead],
    blocks: [
      { type: 'paragraph', line: [texts.lead] },
      { type: 'action', lead: [texts.next], link: action },
      { type: 'link', link: second },
      ...originBlocks(en.origin.asked, mail.origin),
      { type: 'heading', text: en.notYou },
      { type: 'paragraph', line: [texts.otherwise] },
    ],
    reason: withHost(en.footer.entered, site),
  }
}

function linksOf({ kind }: AddressMail, site: MailSite): { readonly action: Link; readonly second: Link } {
  const forgotPassword = mailLinks.forgotPassword(site)
  if (kind === 'address_taken') {
    return {
      action: { label: en.addressTaken.action, address: mailLinks.signIn(site) },
      second: { label: en.addressTaken.second, address: forgotPassword },
    }
  }
  return {
    action: { label: en.noAccount.action, address: mailLinks.signUp(site) },
    second: { label: en.noAccount.second, address: forgotPassword },
  }
}
