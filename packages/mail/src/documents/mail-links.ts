import type { MailSite } from '../mail.ts'

/**
 * The addresses that messages link to, all of them at the site's own origin. A token is in the fragment, which browsers send
 * to no server: it is in no log and in no `Referer`.
 *
 * @see [RFC 3986 §3.5](https://www.rfc-editor.org/rfc/rfc3986.html#section-3.5)
 */
export const mailLinks = {
  confirm: (site: MailSite, token: string): string => at(site, `/confirm#${encoded(token)}`),
  undoEmailChange: (site: MailSite, token: string): string => at(site, `/undo-email-change#${encoded(token)}`),
  event: (site: MailSite, eventId: string): string => at(site, `/events/${encoded(eventId)}`),
  forgotPassword: (site: MailSite): string => at(site, '/forgot-password'),
  signIn: (site: MailSite): string => at(site, '/sign-in'),
  signUp: (site: MailSite): string => at(site, '/sign-up'),
} as const

function at({ publicUrl }: MailSite, path: string): string {
  return `${publicUrl.origin}${path}`
}

function encoded(part: string): string {
  return encodeURIComponent(part.toWellFormed())
}
