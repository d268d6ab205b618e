import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ClientHints, parseSecret, type RequestInfo, type TrustedDeviceToken } from '@latchkey/auth'
import { readCookie } from './read-cookie.ts'
import { readClientHints } from './read-client-hints.ts'

/** Longer than any real one. */
const maxUserAgentLength = 512

/** What is known of the peer of a request. What few procedures read is read from the headers when it is asked for. */
class HeaderInfo implements RequestInfo {
  readonly ip: string | null
  readonly requestId: string
  readonly #req: IncomingMessage

  readonly #trustedDeviceName: string | null

  constructor(req: IncomingMessage, ip: string | null, id: string, trustedDeviceName: string | null) {
    this.#req = req
    this.ip = ip
    this.requestId = id
    this.#trustedDeviceName = trustedDeviceName
  }

  get userAgent(): string | null {
    const userAgent = this.#req.headers['user-agent']
    return userAgent?.slice(0, maxUserAgentLength).replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '') ?? null
  }

  get trustedDevice(): TrustedDeviceToken | null {
    if (this.#trustedDeviceName === null) return null
    return parseSecret<'trusted device'>(readCookie(this.#req, this.#trustedDeviceName))
  }

  get hints(): ClientHints | null {
    return readClientHints(this.#req)
  }
}

/**
 * Returns what is known of the peer of a request: an address or none, a user agent of one line, and client hints.
 * `trustedDeviceName` is that of the cookie by which the browser may be trusted.
 */
export function requestInfo(
  req: IncomingMessage & { readonly ip?: string | undefined },
  res: ServerResponse,
  trustedDeviceName: string | null = null,
): RequestInfo {
  return new HeaderInfo(req, req.ip ?? null, requestId(res), trustedDeviceName)
}

const key = Symbol('request id')

type NamedAnswer = ServerResponse & { [key]?: string }

/** Gives a request the id under which it is logged. Its answer has it as `X-Request-Id`. */
export function nameRequest(res: NamedAnswer, id: string): void {
  res[key] = id
}

/** Returns the id under which a request is logged. */
export function requestId(res: NamedAnswer | undefined): string {
  return res?.[key] ?? ''
}
