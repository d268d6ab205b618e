import { appRouter, type Context, findProcedure, isFault, publicError } from '@latchkey/api'
import type { Auth } from '@latchkey/auth'
import { createExpressMiddleware } from '@trpc/server/adapters/express'
import type { RequestHandler } from 'express'
import type { Log } from '../log/logger.ts'
import { authenticate, authenticated } from './authenticate.ts'
import { crossSiteVary, maxBatchSize, retryAfterOf } from './call-answers.ts'
import { callContext } from './call-context.ts'
import type { CookieSettings } from './cookie-settings.ts'
import { requestId } from './request-info.ts'
import { outcomeOf } from './request-outcome.ts'
import { cutUnreadStream } from './stream-timeouts.ts'

/** Handles procedure calls: authenticates the request with one read, then passes it to tRPC. */
export function trpcHandler({
  auth,
  cookies,
  log,
}: {
  auth: Auth
  cookies: CookieSettings
  log: Log
}): readonly RequestHandler[] {
  const handle = createExpressMiddleware({
    router: appRouter,
    maxBatchSize,
    createContext: ({ req, res, info }): Context => {
      for (const { path } of info.calls) if (findProcedure(path) !== null) outcomeOf(res).procedures.add(path)
      const isSingleCall = info.calls.length === 1 && info.accept !== 'application/jsonl'
      return callContext({ auth, cookies }, { req, res, found: authenticated(res), isSingleCall })
    },
    responseMeta: ({ errors, info, type }) => {
      // tRPC replaces the header that names what the cross-site check depends on.
      const headers = new Headers({ Vary: crossSiteVary, 'Cache-Control': 'no-store' })
      // Nor does it name the content type when it refuses a request as a whole.
      if (info === undefined) headers.set('Content-Type', 'application/json')
      // A connection is closed after its stream: else each ended stream would leave one idle until the keep-alive timeout.
      // tRPC names keep-alive as well; close takes precedence (RFC 9112, section 9.3).
      if (type === 'subscription') headers.set('Connection', 'close')
      const wait = retryAfterOf(errors)
      if (wait > 0) headers.set('Retry-After', String(wait))
      return { headers }
    },
    onError: ({ error, path = '', req }) => {
      if (req.res !== undefined) outcomeOf(req.res).reasons.add(publicError(error).reason)
      if (!isFault(error)) return
      log.error({ err: error.cause ?? error, procedure: path, requestId: requestId(req.res) }, 'procedure failed')
    },
  })

  return [cutUnreadStream, authenticate(auth, cookies.sessionName), handle]
}
