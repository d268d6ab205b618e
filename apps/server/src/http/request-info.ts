import type { RequestInfo } from '@latchkey/auth'
import type { Request, Response } from 'express'
import { readClientHints } from './read-client-hints.ts'

/** Longer than any real one. */
const maxUserAgentLength = 512

/** Returns what is known of the peer of a request: an address or none, a user agent of one line, and client hints. */
export function requestInfo(req: Request, res: Response): RequestInfo {
  const userAgent = req
    .get('User-Agent')
    ?.slice(0, maxUserAgentLength)
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
  return {
    ip: req.ip ?? null,
    userAgent: userAgent ?? null,
    hints: readClientHints(req),
    requestId: requestId(res),
  }
}

/** Returns the id under which a request is logged. */
export function requestId(res: Response | undefined): string {
  return String(res?.getHeader('X-Request-Id') ?? '')
}
