import { domainToASCII } from 'node:url'
import { type PlainText, plainText } from './plain-text.ts'

const notAscii = /[^\x20-\x7E]/

/**
 * Returns an email address as a message may show it. A domain with letters outside of ASCII, which can look like those of
 * another domain, has its ASCII form beside it: `ada@bücher.example (xn--bcher-kva.example)`.
 *
 * @see [RFC 5891](https://www.rfc-editor.org/rfc/rfc5891.html)
 */
export function emailText(address: string): PlainText | null {
  const text = plainText(address)
  if (text === null) return null
  const domain = text.slice(text.lastIndexOf('@') + 1)
  const ascii = notAscii.test(domain) ? domainToASCII(domain) : ''
  return ascii === '' ? text : (`${text} (${ascii})` as PlainText)
}
