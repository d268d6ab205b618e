import { documentOf } from './documents/document-of.ts'
import { writeHtml } from './html/write-html.ts'
import type { Mail, MailSite, RenderedMail } from './mail.ts'
import { writeText } from './text/write-text.ts'

/**
 * Returns a message as its reader sees it: a subject of the catalogue, a text and one page of HTML that say the same. It
 * needs nothing but its arguments, and every link goes to the origin of `site.publicUrl`.
 *
 * @throws Error for a notice without an entry
 */
export function renderMail(mail: Mail, site: MailSite): RenderedMail {
  const document = documentOf(mail, site)
  return { subject: document.subject, text: writeText(document), html: writeHtml(document) }
}
