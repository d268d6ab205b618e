import { appRouter, type Context, isFault, publicError } from '@latchkey/api'
import type { Auth, Caller, EndedSession } from '@latchkey/auth'
import { createExpressMiddleware } from '@trpc/server/adapters/express'
import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { describePeer } from './describe-peer.ts'
import { type CookieSettings, readCookie, sessionCookie, tripCookie } from './session-cookie.ts'

const maxBatchSize = 10

/** What the app sends along when nobody has touched the page for a while. */
const unattendedHeader = 'X-Latchkey-Unattended'

/** A tab that stands open does not use its session: it only listens. */
const listeningPath = '/sessions.watch'

interface Authenticated {
  readonly caller: Caller | null
  readonly hadSessionCookie: boolean
  readonly findEnded: () => Promise<EndedSession | null>
}

/** From Express to the procedures: who is calling (one read), then tRPC. */
export function trpcHandler({
  auth,
  cookie,
  log,
}: {
  auth: Auth
  cookie: CookieSettings
  log: Logger
}): readonly RequestHandler[] {
  const authenticate: RequestHandler = async (req, res, next) => {
    res.set('Cache-Control', 'no-store')
    watchOver(req, res)
    const value = readCookie(req.get('Cookie'), cookie.name)
    const unattended = req.get(unattendedHeader) !== undefined
    const use = req.path === listeningPath ? null : { ip: describePeer(req).ip, unattended }
    res.locals['authenticated'] = {
      caller: value === null ? null : await auth.sessions.authenticate(value, use),
      hadSessionCookie: value !== null,
      findEnded: async () => (value === null ? null : auth.sessions.findEnded(value)),
    } satisfies Authenticated
    next()
  }

  const handle = createExpressMiddleware({
    router: appRouter,
    maxBatchSize,
    createContext: ({ req, res, info }): Context => ({
      auth,
      client: { ...describePeer(req), requestId: requestId(res) },
      ...(res.locals['authenticated'] as Authenticated),
      sessionCookie: sessionCookie(res, cookie, auth.now),
      tripCookie: tripCookie(req, res, cookie),
      hangUpSoon: () => hangUpSoon(res),
      alone: info.calls.length === 1 && info.accept !== 'application/jsonl',
    }),
    responseMeta: ({ errors, info }) => {
      // tRPC replaces the header that names what the cross-site check looked at.
      const headers = new Headers({ Vary: 'Origin, Sec-Fetch-Site', 'Cache-Control': 'no-store' })
      // Nor does it name the type of what it says when it refuses a request as a whole.
      if (info === undefined) headers.set('Content-Type', 'application/json')
      const wait = Math.max(0, ...errors.map((error) => publicError(error).retryAfter ?? 0))
      if (wait > 0) headers.set('Retry-After', String(wait))
      return { headers }
    },
    onError: ({ error, path, req }) => {
      if (!isFault(error)) return
      log.error({ err: error.cause ?? error, procedure: path, requestId: requestId(req.res) }, 'procedure failed')
    },
  })

  return [authenticate, handle]
}

/** Longer than a heartbeat: a connection over which nothing goes in this time has nobody at its end. */
const silence = 45_000
const farewell = 2_000

/** A stream that nobody reads keeps its memory for as long as the peer pretends to be there. */
function watchOver(req: Request, res: Response): void {
  if (req.path === listeningPath) res.setTimeout(silence, () => res.destroy())
}

function hangUpSoon(res: Response): void {
  const cut = setTimeout(() => res.destroy(), farewell)
  cut.unref()
  res.once('close', () => clearTimeout(cut))
}

function requestId(res: Response | undefined): string {
  return String(res?.getHeader('X-Request-Id') ?? '')
}
