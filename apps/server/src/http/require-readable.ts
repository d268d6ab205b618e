import type { RequestHandler } from 'express'
import { sendRefusal } from './refusal-response.ts'

/** Refuses before tRPC what tRPC would answer with a fault or with nothing. */
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
