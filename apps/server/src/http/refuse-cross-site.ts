import type { Request, RequestHandler } from 'express'
import { sendRefusal } from './refusal-response.ts'

const safeMethods = new Set(['GET', 'HEAD'])

/**
 * Refuses what another site made the browser send, signing in included. A sibling subdomain is another site's: only
 * `same-origin` passes. Where a browser sends no fetch metadata the Origin decides; a client that is no browser sends
 * neither, and has no cookies that anyone could borrow.
 *
 * @see [OWASP CSRF Prevention](https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html#fetch-metadata-headers)
 */
export function refuseCrossSite(publicOrigin: string): RequestHandler {
  return (req, res, next) => {
    res.vary('Origin').vary('Sec-Fetch-Site')
    if (isOurOwn(req, publicOrigin)) return next()
    sendRefusal(res, {
      status: 403,
      code: 'FORBIDDEN',
      reason: 'CROSS_SITE_REQUEST',
      message: `This request did not come from ${publicOrigin}.`,
    })
  }
}

/** Whether no other site made a browser send this. */
export function isOurOwn(req: Request, publicOrigin: string): boolean {
  const site = req.get('Sec-Fetch-Site')
  if (site === 'same-origin') return true
  // Typed into the address bar: reading is fine, acting with someone's cookie is not.
  if (site === 'none') return safeMethods.has(req.method) || req.get('Cookie') === undefined
  if (site !== undefined) return false
  const origin = req.get('Origin')
  return origin === undefined || origin === publicOrigin
}
