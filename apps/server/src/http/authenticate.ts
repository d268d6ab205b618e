import { isSubscription } from '@latchkey/api'
import { type Auth, AuthError, type Caller, type EndedSession } from '@latchkey/auth'
import { parseCookie } from 'cookie'
import type { Request, RequestHandler, Response } from 'express'
import { sendRefusal } from './send-refusal.ts'

/** The header that the web app sends while its user is idle. */
const idleHeader = 'X-Latchkey-Unattended'

export interface Authenticated {
  readonly caller: Caller | null
  readonly hadSessionCookie: boolean
  readonly viaToken: boolean
  readonly ending: () => Promise<EndedSession | null>
}

/** Returns what {@link authenticate} found. */
export function authenticated(res: Response): Authenticated {
  return res.locals['authenticated'] as Authenticated
}

/** Whether a request asks for a stream, by the name that tRPC looks up: `requireReadable` lets one path segment through. */
export function isStreamRequest(req: Request): boolean {
  return isSubscription(decodeURIComponent(req.path).slice(1))
}

/** Returns what {@link authenticate} found; `null` for a request that did not pass it. */
export function findAuthenticated(res: Response): Authenticated | null {
  return (res.locals['authenticated'] as Authenticated | undefined) ?? null
}

/**
 * Authenticates a request by session cookie or by access token, never by both, in one read. A cookie that does not
 * authenticate is for the procedure to judge; a token that does not was sent on purpose, and is refused here.
 *
 * @see [RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750.html#section-3)
 */
export function authenticate(auth: Auth, cookieName: string): RequestHandler {
  return async (req, res, next) => {
    res.set('Cache-Control', 'no-store')
    const cookie = readCookie(req, cookieName)
    const token = bearerToken(req)
    const hasCookie = cookie !== null || req.get('Cookie')?.includes(`${cookieName}=`) === true
    if (isRepeated(req) || (token !== null && hasCookie)) return sendRefusal(res, 'AMBIGUOUS_CREDENTIALS')

    const userIsIdle = req.get(idleHeader) !== undefined
    // An open tab only listens: that is no use of its session.
    const use = isStreamRequest(req) ? null : { ip: req.ip ?? null, userIsIdle }
    const callerByCookie = async (): Promise<Caller | null> =>
      cookie === null ? null : auth.sessions.authenticate(cookie, use)
    try {
      res.locals['authenticated'] = {
        caller: token === null ? await callerByCookie() : await auth.tokens.authenticate(token, use),
        hadSessionCookie: cookie !== null,
        viaToken: token !== null,
        ending: async () => (cookie === null ? null : auth.sessions.ending(cookie)),
      } satisfies Authenticated
    } catch (error) {
      if (!(error instanceof AuthError)) throw error
      return refuseToken(res, error.code === 'SESSION_ENDED')
    }
    next()
  }
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

/**
 * Whether there are several `Authorization` headers: Node keeps the first, and a proxy in front may have read the last.
 *
 * @see [RFC 9110 §5.3](https://www.rfc-editor.org/rfc/rfc9110.html#section-5.3)
 */
function isRepeated(req: Request): boolean {
  return (req.headersDistinct['authorization']?.length ?? 0) > 1
}

/** Returns the bearer token of a request; `null` without one. Other authorization schemes are ignored. */
function bearerToken(req: Request): string | null {
  const [scheme, token = ''] = /^Bearer(?: +(.*))?$/i.exec(req.get('Authorization') ?? '') ?? []
  return scheme === undefined ? null : token
}

function refuseToken(res: Response, hasEnded: boolean): void {
  res.set('WWW-Authenticate', 'Bearer error="invalid_token"')
  if (hasEnded) return sendRefusal(res, 'SESSION_ENDED')
  sendRefusal(res, 'INVALID_TOKEN', 'This access token is not valid, or too old.')
}
