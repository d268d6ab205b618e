import type { RequestHandler } from 'express'
import { sendRefusal } from './refusal-response.ts'

/**
 * Bodies are JSON. tRPC would take a multipart form for a procedure without input: the very request that another site's page
 * can send without asking.
 */
export const requireJson: RequestHandler = (req, res, next) => {
  if (req.method !== 'POST' || req.get('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json') {
    // As tRPC spells it.
    if (req.method === 'POST') req.headers['content-type'] = 'application/json'
    return next()
  }
  sendRefusal(res, {
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    reason: 'UNSUPPORTED_MEDIA_TYPE',
    message: 'Send application/json.',
  })
}
