import { isIP } from 'node:net'
import type { RequestInfo } from '@latchkey/auth'
import { parseCookie } from 'cookie'
import type { Request, Response } from 'express'
import { readClientHints } from './read-client-hints.ts'

/** Longer than any real one. */
const maxUserAgentLength = 512

/** Returns what a request states about its peer: an address or none, a user agent of one line, and client hints. */
export function requestInfo(req: Request, res: Response): RequestInfo {
  const userAgent = req
    .get('User-Agent')
    ?.slice(0, maxUserAgentLength)
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
  return {
    ip: peerAddress(req),
    userAgent: userAgent ?? null,
    hints: readClientHints(req),
    requestId: requestId(res),
  }
}

/** Returns the id under which a request is logged. */
export function requestId(res: Response | undefined): string {
  return String(res?.getHeader('X-Request-Id') ?? '')
}

/**
 * Returns the address of the peer, which is a forwarded one where the configuration trusts the proxies in front
 * (`trust proxy`). Some proxies append the port: `203.0.113.7:5678`, `[2001:db8::1]:5678`.
 */
export function peerAddress(req: Request): string | null {
  const peer = req.ip
  if (peer === undefined) return null
  if (isIP(peer) !== 0) return peer
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([\d.]+)):\d{1,5}$/.exec(peer) ?? []
  const address = bracketed ?? plain ?? ''
  return isIP(address) === 0 ? null : address
}

/**
 * Returns the value of a cookie, or `null` without one. Two cookies of one name count as none: one of them was planted,
 * and they can't be told apart.
 */
export function readCookie(req: Request, name: string): string | null {
  const header = req.get('Cookie')
  if (header === undefined) return null
  const named = header.split(';').filter((pair) => pair.split('=', 1)[0]?.trim() === name)
  if (named.length !== 1) return null
  return parseCookie(named[0] ?? '')[name] ?? null
}
