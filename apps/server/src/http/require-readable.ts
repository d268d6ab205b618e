import type { RequestHandler } from 'express'
import { sendRefusal } from './send-refusal.ts'

/** Refuses before tRPC what tRPC would answer with a fault or with nothing. */
export const requireReadable: RequestHandler = (req, res, next) => {
  if (req.method === 'HEAD') {
    return sendRefusal(res, 'METHOD_NOT_ALLOWED')
  }
  const path = decodePath(req.path)
  if (path === null || URL.parse(req.url, `http://${req.headers.host ?? ''}`) === null) {
    return sendRefusal(res, 'MALFORMED_REQUEST', 'This address can’t be read.')
  }
  // tRPC looks at the last segment alone, so that `/x/sessions.watch` would be a stream that nothing here takes for one.
  if (path.lastIndexOf('/') > 0) return sendRefusal(res, 'UNKNOWN_PROCEDURE')
  next()
}

/**
 * Returns `null` for a path that is not percent-encoded UTF-8. The caller compares the decoded path: the bundler drops a
 * call of `decodeURIComponent` whose result is unused, although it throws.
 */
function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}
