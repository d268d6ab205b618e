import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RequestHandler, Router } from 'express'
import sirv from 'sirv'
import { styleNonce } from './security-headers.ts'

const noncePlaceholder = '__CSP_NONCE__'
const immutable = 'public, max-age=31536000, immutable'

/**
 * The built single-page app: hashed files for ever, everything else revalidated, and the page itself for every path
 * that a person navigates to. An unknown file is a 404, never the page.
 */
export function webApp(folder: string): RequestHandler {
  const router = Router()
  const indexFile = join(folder, 'index.html')
  if (!existsSync(indexFile)) return router

  const page = readFileSync(indexFile, 'utf8')
  const sendPage: RequestHandler = (_req, res) => {
    res
      .set('Cache-Control', 'no-store')
      .type('html')
      .send(page.replaceAll(noncePlaceholder, styleNonce(res)))
  }

  router.get(['/', '/index.html'], sendPage)
  router.use(
    sirv(folder, {
      brotli: true,
      gzip: true,
      etag: true,
      extensions: [],
      setHeaders: (res, path) => {
        res.setHeader('Cache-Control', path.startsWith('/assets/') ? immutable : 'no-cache')
      },
    }),
  )
  router.get('/*path', (req, res, next) => {
    const lastSegment = req.path.slice(req.path.lastIndexOf('/') + 1)
    if (lastSegment.includes('.') || req.accepts('html') === false) return next()
    return sendPage(req, res, next)
  })
  return router
}
