import type { RequestHandler } from 'express'
import { sendRefusal } from './send-refusal.ts'

/**
 * Refuses bodies that are no JSON. tRPC would accept a multipart form for a procedure without input, which another site's
 * page can send without a preflight request.
 */
export const requireJson: RequestHandler = (req, res, next) => {
  if (req.method !== 'POST' || req.get('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json') {
    // As tRPC spells it.
    if (req.method === 'POST') req.headers['content-type'] = 'application/json'
    return next()
  }
  sendRefusal(res, 'UNSUPPORTED_MEDIA_TYPE')
}
