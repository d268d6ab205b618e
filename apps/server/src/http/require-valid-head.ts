import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { hasReadableTarget } from './request-target.ts'
import { sendRefusal } from './send-refusal.ts'

/** A host and a port, without the user and password that a URL may have. */
const authority = /^(?:\[[\da-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})+)(?::\d{0,5})?$/i

/**
 * Refuses what Node's parser lets through and two servers in a row could read differently: another version than HTTP/1.0 and
 * 1.1, several `Host` headers or one that is no authority, a target of another form, a transfer coding beside `chunked`.
 *
 * @see [RFC 9112 §3.2](https://www.rfc-editor.org/rfc/rfc9112.html#section-3.2),
 *   [§6.1](https://www.rfc-editor.org/rfc/rfc9112.html#section-6.1)
 */
export const requireValidHead: RequestHandler = (req, res, next) => {
  if (hasValidHead(req)) return next()
  // The bytes that follow may be read as part of this request by one side and as the next request by the other.
  res.set('Connection', 'close')
  sendRefusal(res, 'MALFORMED_REQUEST')
}

/** Whether a request passes {@link requireValidHead}. */
export function hasValidHead(req: IncomingMessage): boolean {
  return isKnownVersion(req) && hasOneHost(req) && hasReadableTarget(req) && hasKnownCoding(req)
}

function isKnownVersion({ httpVersion }: IncomingMessage): boolean {
  return httpVersion === '1.1' || httpVersion === '1.0'
}

/** HTTP/1.0 knows no `Host` header. */
function hasOneHost({ headers, rawHeaders, httpVersion }: IncomingMessage): boolean {
  const { host } = headers
  if (host === undefined) return httpVersion === '1.0'
  return countOf(rawHeaders, 'host') === 1 && isAuthority(host)
}

/** Returns how many headers have a name. In `rawHeaders` every second entry is one. */
function countOf(rawHeaders: readonly string[], name: string): number {
  let count = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const found = rawHeaders[index] ?? ''
    if (found.length === name.length && found.toLowerCase() === name) count += 1
  }
  return count
}

/** The last `Host` that was found to be an authority: nearly all requests of a server have the same. */
let knownAuthority = ''

function isAuthority(host: string): boolean {
  if (host === knownAuthority) return true
  if (!authority.test(host) || !URL.canParse(`http://${host}`)) return false
  knownAuthority = host
  return true
}

function hasKnownCoding({ headers, httpVersion }: IncomingMessage): boolean {
  const coding = headers['transfer-encoding']
  return coding === undefined || (httpVersion === '1.1' && coding.toLowerCase() === 'chunked')
}
