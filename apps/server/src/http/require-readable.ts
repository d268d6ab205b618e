import type { RequestHandler } from 'express'
import { sendRefusal } from './send-refusal.ts'

/** Refuses before tRPC what tRPC would answer with a fault or with nothing. */
export const requireReadable: RequestHandler = (req, res, next) => {
  if (req.method === 'HEAD') {
    return sendRefusal(res, 'METHOD_NOT_ALLOWED')
  }
  if (decodePath(req.path) === null || URL.parse(req.url, `http://${req.headers.host ?? ''}`) === null) {
    return sendRefusal(res, 'MALFORMED_REQUEST', 'This address can’t be read.')
  }
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
