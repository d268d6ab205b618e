import { isStorableText } from './text.ts'

export const emailMaxLength = 254

/** No white space, no punctuation that addresses give a meaning, and nothing that can't be seen. */
const localPart = /^[^\s@"(),:;<>[\\\]\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]{1,64}$/u
const domainName = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/

/**
 * The one form of an email address under which a user is stored and found, or `null` when it is not an address.
 *
 * NFKC first (a full-width `＠` becomes `@` before anything looks for one), then validation, then lower case; the
 * domain in ASCII (IDNA, UTS #46), so that `bücher.example` and `xn--bcher-kva.example` are one. Plus-tags and dots
 * of the local part are kept: they are the mailbox owner's business. Quoted local parts are refused.
 *
 * It is computed here, never in SQL: case folding differs between JavaScript, SQLite and PostgreSQL.
 *
 * @see [RFC 5321 §4.5.3.1](https://www.rfc-editor.org/rfc/rfc5321.html#section-4.5.3.1) for the lengths
 */
export function canonicalEmail(typed: string): string | null {
  if (typed.length > emailMaxLength * 4 || !isStorableText(typed)) return null
  const normalized = typed.trim().normalize('NFKC')
  const at = normalized.lastIndexOf('@')
  // Once more: lower case can leave letters and marks apart that belong together.
  const local = normalized.slice(0, at).toLowerCase().normalize('NFKC')
  const domain = asciiDomain(normalized.slice(at + 1))
  if (at < 1 || domain === null || !localPart.test(local) || hasStrayDot(local)) return null
  const email = `${local}@${domain}`
  return email.length <= emailMaxLength ? email : null
}

function hasStrayDot(local: string): boolean {
  return local.startsWith('.') || local.endsWith('.') || local.includes('..')
}

/** The WHATWG URL parser is the one IDNA implementation that browsers and Node share. */
function asciiDomain(domain: string): string | null {
  if (/[\s/?#:@\\[\]%]/u.test(domain) || domain === '') return null
  const url = URL.parse(`http://${domain}/`)
  return url !== null && domainName.test(url.hostname) ? url.hostname : null
}
