import { AuthError, type Auth, type Caller, type EndedSession } from '@latchkey/auth'
import type { Request, RequestHandler, Response } from 'express'
import { describePeer } from './describe-peer.ts'
import { isListening } from './open-stream.ts'
import { sendRefusal } from './refusal-response.ts'
import { type CookieSettings, readCookie } from './session-cookie.ts'

/** What the app sends along when nobody has touched the page for a while. */
const unattendedHeader = 'X-Latchkey-Unattended'

export interface Authenticated {
  readonly caller: Caller | null
  readonly hadSessionCookie: boolean
  readonly viaToken: boolean
  readonly findEnded: () => Promise<EndedSession | null>
}

/** Who {@link authenticate} found to be calling. */
export function authenticated(res: Response): Authenticated {
  return res.locals['authenticated'] as Authenticated
}

/**
 * Who is calling, in one read: by session cookie, or by access token, never by both. A cookie that stands for nobody is
 * for the procedure to judge; a token that does was sent on purpose, and is refused here.
 *
 * @see [RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750.html#section-3)
 */
export function authenticate(auth: Auth, cookie: CookieSettings): RequestHandler {
  return async (req, res, next) => {
    res.set('Cache-Control', 'no-store')
    const value = readCookie(req.get('Cookie'), cookie.name)
    const token = bearerToken(req)
    const hasCookie = value !== null || req.get('Cookie')?.includes(`${cookie.name}=`) === true
    if (isRepeated(req) || (token !== null && hasCookie)) {
      return sendRefusal(res, {
        status: 400,
        code: 'BAD_REQUEST',
        reason: 'AMBIGUOUS_CREDENTIALS',
        message: 'Send one session cookie or one access token.',
      })
    }
    const unattended = req.get(unattendedHeader) !== undefined
    const use = isListening(req) ? null : { ip: describePeer(req).ip, unattended }
    const callerByCookie = async (): Promise<Caller | null> =>
      value === null ? null : auth.sessions.authenticate(value, use)
    try {
      res.locals['authenticated'] = {
        caller: token === null ? await callerByCookie() : await auth.tokens.authenticate(token, use),
        hadSessionCookie: value !== null,
        viaToken: token !== null,
        findEnded: async () => (value === null ? null : auth.sessions.findEnded(value)),
      } satisfies Authenticated
    } catch (error) {
      if (!(error instanceof AuthError)) throw error
      return refuseToken(res, error.code === 'SESSION_ENDED')
    }
    next()
  }
}

/**
 * Node drops all `Authorization` headers but the first, and whoever stands in front of us may read the last.
 *
 * @see [RFC 9110 §5.3](https://www.rfc-editor.org/rfc/rfc9110.html#section-5.3)
 */
function isRepeated(req: Request): boolean {
  return (req.headersDistinct['authorization']?.length ?? 0) > 1
}

/** Another scheme is nobody's business here: it goes by unread. */
function bearerToken(req: Request): string | null {
  const [scheme, token = ''] = /^Bearer(?: +(.*))?$/i.exec(req.get('Authorization') ?? '') ?? []
  return scheme === undefined ? null : token
}

function refuseToken(res: Response, hasEnded: boolean): void {
  res.set('WWW-Authenticate', 'Bearer error="invalid_token"')
  sendRefusal(res, {
    status: 401,
    code: 'UNAUTHORIZED',
    reason: hasEnded ? 'SESSION_ENDED' : 'INVALID_TOKEN',
    message: hasEnded ? 'This session has ended. Sign in again.' : 'This access token is not valid, or too old.',
  })
}
