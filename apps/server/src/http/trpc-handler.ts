import { appRouter, type Context, isFault, publicError } from '@latchkey/api'
import type { Auth } from '@latchkey/auth'
import { createExpressMiddleware } from '@trpc/server/adapters/express'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { authenticate, authenticated } from './authenticate.ts'
import { clientInfo, requestId } from './describe-peer.ts'
import { hangUpSoon, watchOverStream } from './open-stream.ts'
import { type CookieSettings, sessionCookie, tripCookie } from './session-cookie.ts'

const maxBatchSize = 10

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
  const handle = createExpressMiddleware({
    router: appRouter,
    maxBatchSize,
    createContext: ({ req, res, info }): Context => ({
      auth,
      client: clientInfo(req, res),
      ...authenticated(res),
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

  return [watchOverStream, authenticate(auth, cookie), handle]
}
