import type { IncomingMessage, ServerResponse } from 'node:http'
import { isSubscription } from '@latchkey/api'
import { type Auth, AuthError, type Caller, type EndedSession } from '@latchkey/auth'
import type { Request, RequestHandler } from 'express'
import { readCookie } from './read-cookie.ts'
import { sendRefusal } from './send-refusal.ts'

/** The header that the web app sends while its user is idle. */
const idleHeader = 'x-latchkey-unattended'

export interface Authenticated {
  readonly caller: Caller | null
  readonly hadSessionCookie: boolean
  readonly viaToken: boolean
  readonly ending: () => Promise<EndedSession | null>
}

const key = Symbol('authenticated')

type AnswerWithCaller = ServerResponse & { [key]?: Authenticated }

/** Returns what {@link authenticate} found; `null` for a request that did not pass it. */
export function findAuthenticated(res: AnswerWithCaller): Authenticated | null {
  return res[key] ?? null
}

/**
 * Returns what {@link authenticate} found.
 *
 * @throws Error for a request that did not pass it
 */
export function authenticated(res: AnswerWithCaller): Authenticated {
  const found = findAuthenticated(res)
  if (found === null) throw new Error('a request reached a procedure without being authenticated')
  return found
}

/** Whether a request asks for a stream, by the name that tRPC looks up: `requireReadable` lets one path segment through. */
export function isStreamRequest(req: Request): boolean {
  return isSubscription(decodeURIComponent(req.path).slice(1))
}

/** Authenticates a request, or refuses it; see {@link authenticateRequest}. */
export function authenticate(auth: Auth, cookieName: string): RequestHandler {
  return async (req, res, next) => {
    const call = { ip: req.ip ?? null, isStream: isStreamRequest(req) }
    if ((await authenticateRequest(auth, cookieName, { req, res, ...call })) !== null) next()
  }
}

export interface AuthenticatedCall {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  /** The address of the client, or `null`. */
  readonly ip: string | null
  /** An open tab only listens: that is no use of its session. */
  readonly isStream: boolean
}

/**
 * Authenticates a request by session cookie or by access token, never by both, in one read. A cookie that does not
 * authenticate is for the procedure to judge; a token that does not was sent on purpose, and is refused here.
 *
 * @returns what it found, or `null` for a request that it has refused
 * @see [RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750.html#section-3)
 */
export async function authenticateRequest(
  auth: Auth,
  cookieName: string,
  { req, res, ip, isStream }: AuthenticatedCall,
): Promise<Authenticated | null> {
  const cookie = readCookie(req, cookieName)
  const token = bearerToken(req)
  const hasCookie = cookie !== null || req.headers.cookie?.includes(`${cookieName}=`) === true
  if (isRepeated(req) || (token !== null && hasCookie)) {
    sendRefusal(res, 'AMBIGUOUS_CREDENTIALS')
    return null
  }
  const use = isStream ? null : { ip, userIsIdle: req.headers[idleHeader] !== undefined }
  try {
    const found: Authenticated = {
      caller: await callerOf(auth, { cookie, token }, use),
      hadSessionCookie: cookie !== null,
      viaToken: token !== null,
      ending: async () => (cookie === null ? null : auth.sessions.ending(cookie)),
    }
    ;(res as AnswerWithCaller)[key] = found
    return found
  } catch (error) {
    if (!(error instanceof AuthError)) throw error
    refuseToken(res, error.code === 'SESSION_ENDED')
    return null
  }
}

interface Credentials {
  readonly cookie: string | null
  readonly token: string | null
}

async function callerOf(
  auth: Auth,
  { cookie, token }: Credentials,
  use: Parameters<Auth['tokens']['authenticate']>[1],
): Promise<Caller | null> {
  if (token !== null) return auth.tokens.authenticate(token, use)
  return cookie === null ? null : auth.sessions.authenticate(cookie, use)
}

/**
 * Whether there are several `Authorization` headers: Node keeps the first, and a proxy in front may have read the last.
 *
 * @see [RFC 9110 §5.3](https://www.rfc-editor.org/rfc/rfc9110.html#section-5.3)
 */
function isRepeated(req: IncomingMessage): boolean {
  return req.headers.authorization !== undefined && (req.headersDistinct['authorization']?.length ?? 0) > 1
}

/** Returns the bearer token of a request; `null` without one. Other authorization schemes are ignored. */
function bearerToken({ headers }: IncomingMessage): string | null {
  if (headers.authorization === undefined) return null
  const [scheme, token = ''] = /^Bearer(?: +(.*))?$/i.exec(headers.authorization) ?? []
  return scheme === undefined ? null : token
}

function refuseToken(res: ServerResponse, hasEnded: boolean): void {
  res.setHeader('WWW-Authenticate', 'Bearer error="invalid_token"')
  if (hasEnded) return sendRefusal(res, 'SESSION_ENDED')
  sendRefusal(res, 'INVALID_TOKEN', 'This access token is not valid, or too old.')
}
