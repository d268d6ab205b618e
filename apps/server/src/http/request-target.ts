import type { IncomingMessage, RequestListener } from 'node:http'

const absoluteForm = /^https?:\/\/([^/?#]+)(.*)$/i

const unreadable = new WeakSet<IncomingMessage>()

/**
 * Gives every request a target in origin form (`/path?query`), the only one that Express can route. The absolute form is
 * rewritten, and its authority takes the place of the `Host` header. A target that can't be read becomes `/`, and
 * `hasReadableTarget` says so: the request is refused by the middleware and not here, so that it is logged like others.
 *
 * @see [RFC 9112 §3.2](https://www.rfc-editor.org/rfc/rfc9112.html#section-3.2)
 */
export function normalizeTarget(handle: RequestListener): RequestListener {
  return (req, res) => {
    const { url = '', method } = req
    const [, authority, rest = ''] = absoluteForm.exec(url) ?? []
    if (authority !== undefined) {
      req.headers.host = authority
      req.url = rest.startsWith('/') ? rest : `/${rest}`
    }
    const isServerWide = url === '*' && method === 'OPTIONS'
    if (req.url?.startsWith('/') !== true || url.includes('#')) {
      if (!isServerWide) unreadable.add(req)
      req.url = '/'
    }
    handle(req, res)
  }
}

/** Whether the target of a request is one of the forms that a server is sent; a fragment is in none of them. */
export function hasReadableTarget(req: IncomingMessage): boolean {
  return !unreadable.has(req)
}
