import { extname } from 'node:path'
import { pageFrameAt } from '@latchkey/schema'
import { type Request, type RequestHandler, Router } from 'express'
import { setFileHeaders, styleNonce } from './security-headers.ts'
import type { WebFile, WebFiles } from './web-files.ts'

const noncePlaceholder = '__CSP_NONCE__'
const framePlaceholder = '__FRAME__'
const originPlaceholder = '__ORIGIN__'
const immutable = 'public, max-age=31536000, immutable'

/** The encodings that the build writes beside a file, best first. */
const encodings = [
  { name: 'br', extension: '.br' },
  { name: 'gzip', extension: '.gz' },
] as const

export interface WebAppOptions {
  readonly sessionCookieName: string
  /** The origin that people open: other sites that show a link to a page ask there for its picture. */
  readonly origin: string
}

/**
 * The built single-page app, as it was when the server started: hashed files for ever, everything else revalidated, and
 * the page itself for every path that a person navigates to. Where the app has no page it says so itself, and the status
 * is 404. An unknown file is a 404 too, and never the page.
 */
export function webApp(
  { files, page: builtPage }: WebFiles,
  { sessionCookieName, origin }: WebAppOptions,
): RequestHandler {
  const router = Router()
  if (builtPage === null) return router
  const page = builtPage.replaceAll(originPlaceholder, origin)

  const sendPage: RequestHandler = (req, res) => {
    const frame = pageFrameAt(req.path)
    // Without a session the page leads to a card: the frame is drawn before the app finds that out.
    const isSignedIn = req.get('Cookie')?.includes(`${sessionCookieName}=`) === true
    res
      .status(frame === null ? 404 : 200)
      .set('Cache-Control', 'no-store')
      .type('html')
      .send(
        page
          .replaceAll(noncePlaceholder, styleNonce(res))
          .replace(framePlaceholder, isSignedIn && frame !== null ? frame : 'card'),
      )
  }

  router.get(['/', '/index.html'], sendPage)
  router.use(sendFile(files))
  router.get('/*path', (req, res, next) => {
    if (isFilePath(req.path) || req.accepts('html') === false) return next()
    return sendPage(req, res, next)
  })
  return router
}

/** Answers GET and HEAD for a file, conditional ones too, in the best encoding that there is and that the caller takes. */
function sendFile(files: ReadonlyMap<string, WebFile>): RequestHandler {
  return (req, res, next) => {
    const path = decodePath(req.path)
    const plain = path === null ? undefined : files.get(path)
    if (path === null || plain === undefined || (req.method !== 'GET' && req.method !== 'HEAD')) return next()

    const encoded = encodings.filter(({ extension }) => files.has(path + extension))
    const chosen = encoded.find(({ name }) => accepts(req, name))
    const file = (chosen && files.get(path + chosen.extension)) ?? plain
    setFileHeaders(res)
    if (encoded.length > 0) res.vary('Accept-Encoding')
    if (chosen !== undefined) res.set('Content-Encoding', chosen.name)
    res
      .set({ 'Cache-Control': path.startsWith('/assets/') ? immutable : 'no-cache' })
      .set({ ETag: file.etag, 'Last-Modified': file.lastModified })
      .type(extname(path))
      .send(file.bytes)
  }
}

function accepts(req: Request, encoding: string): boolean {
  return req.acceptsEncodings(encoding) === encoding
}

/** Returns `null` for a path that is not percent-encoded UTF-8: no file has it. */
function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

/** No page of the app has a dot in its path: what has one asks for a file, and it is not there. */
function isFilePath(path: string): boolean {
  return path.includes('.') || path.startsWith('/assets/')
}
