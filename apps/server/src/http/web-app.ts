import { existsSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { type RequestHandler, Router } from 'express'
import expressStaticGzip from 'express-static-gzip'
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

  const assets = join(folder, 'assets') + sep
  const page = readFileSync(indexFile, 'utf8')
  const sendPage: RequestHandler = (_req, res) => {
    res
      .set('Cache-Control', 'no-store')
      .type('html')
      .send(page.replaceAll(noncePlaceholder, styleNonce(res)))
  }

  router.get(['/', '/index.html'], sendPage)
  router.use(
    expressStaticGzip(folder, {
      index: false,
      enableBrotli: true,
      orderPreference: ['br', 'gz'],
      serveStatic: {
        cacheControl: false,
        redirect: false,
        setHeaders: (res, path) => {
          res.setHeader('Cache-Control', path.startsWith(assets) ? immutable : 'no-cache')
        },
      },
    }),
  )
  router.use((_req, res, next) => {
    // The encoding was announced for a file that turned out not to be there.
    res.removeHeader('Content-Encoding')
    next()
  })
  router.get('/*path', (req, res, next) => {
    if (!isPagePath(req.path) || req.accepts('html') === false) return next()
    return sendPage(req, res, next)
  })
  return router
}

/** No page of the app has a dot in its path: what has one asks for a file, and it is not there. */
function isPagePath(path: string): boolean {
  return !path.includes('.') && !path.startsWith('/assets/')
}
