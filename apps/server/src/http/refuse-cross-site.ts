import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { sendRefusal } from './send-refusal.ts'

const safeMethods: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD'])

/**
 * Refuses requests that another site made the browser send, sign-in included. A sibling subdomain counts as another site:
 * only `same-origin` passes. Where a browser sends no fetch metadata the Origin decides, and without that the Referer; a
 * client that is no browser sends none of them, and has no cookies that another site could use.
 *
 * @see [OWASP CSRF Prevention](https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html#fetch-metadata-headers)
 */
export function refuseCrossSite(publicOrigin: string): RequestHandler {
  return (req, res, next) => {
    res.vary('Origin').vary('Sec-Fetch-Site')
    if (isSameOrigin(req, publicOrigin)) return next()
    sendRefusal(res, 'CROSS_SITE_REQUEST', `This request did not come from ${publicOrigin}.`)
  }
}

/** Whether no other site made a browser send this request. */
export function isSameOrigin({ headers, method }: IncomingMessage, publicOrigin: string): boolean {
  const site = headers['sec-fetch-site']
  if (site === 'same-origin') return true
  // Typed into the address bar: it may read, and may not change something with a cookie.
  if (site === 'none') return safeMethods.has(method) || headers.cookie === undefined
  if (site !== undefined) return false
  const { origin, referer = '' } = headers
  if (origin !== undefined) return origin === publicOrigin
  return referer === '' || URL.parse(referer)?.origin === publicOrigin
}
