import type { MailSite } from '../mail.ts'
import { fillText, type Line } from '../messages/fill-text.ts'
import { plainText } from '../values/plain-text.ts'

/** Puts the host of the site into a text: it is ASCII, as every host of a `URL`. */
export function withHost(text: string, { publicUrl }: MailSite): Line {
  return fillText(text, { host: plainText(publicUrl.host) })
}
