import { isIP } from 'node:net'
import type { ClientInfo } from '@latchkey/auth'
import type { Request, Response } from 'express'
import { readClientHints } from './read-client-hints.ts'

/** Longer than any real one. */
const maxUserAgentLength = 512

/**
 * Who is at the other end, as far as the trusted proxies say: an address or nothing, a user agent of one line, and the
 * hints that came along.
 */
export function describePeer(req: Request): Omit<ClientInfo, 'requestId'> {
  const userAgent = req
    .get('User-Agent')
    ?.slice(0, maxUserAgentLength)
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
  return { ip: addressOf(req.ip), userAgent: userAgent ?? null, hints: readClientHints(req) }
}

/** The same with the id under which the request is logged. */
export function clientInfo(req: Request, res: Response): ClientInfo {
  return { ...describePeer(req), requestId: requestId(res) }
}

export function requestId(res: Response | undefined): string {
  return String(res?.getHeader('X-Request-Id') ?? '')
}

/** Some balancers put the port behind: `203.0.113.7:5678`, `[2001:db8::1]:5678`. */
function addressOf(peer: string | undefined): string | null {
  if (peer === undefined) return null
  if (isIP(peer) !== 0) return peer
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([\d.]+)):\d{1,5}$/.exec(peer) ?? []
  const address = bracketed ?? plain ?? ''
  return isIP(address) === 0 ? null : address
}
