import type { Request, RequestHandler } from 'express'
import { sendRefusal } from './refusal-response.ts'

/** Refuses before tRPC what tRPC would answer with a fault or with nothing, and reads an empty body as an empty input. */
export const requireReadable: RequestHandler = (req, res, next) => {
  if (req.method === 'HEAD') {
    return sendRefusal(res, {
      status: 405,
      code: 'METHOD_NOT_SUPPORTED',
      reason: 'METHOD_NOT_ALLOWED',
      message: 'Queries are GET, mutations are POST.',
    })
  }
  if (!isDecodable(req.path) || URL.parse(req.url, `http://${req.headers.host ?? ''}`) === null) {
    return sendRefusal(res, {
      status: 400,
      code: 'BAD_REQUEST',
      reason: 'MALFORMED_REQUEST',
      message: 'This address can’t be read.',
    })
  }
  if (req.method === 'POST' && isBodyless(req)) req.body = '{}'
  next()
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/** @see [RFC 9112 §6.3](https://www.rfc-editor.org/rfc/rfc9112.html#section-6.3) */
function isBodyless(req: Request): boolean {
  return req.headers['transfer-encoding'] === undefined && Number(req.headers['content-length'] ?? 0) === 0
}
