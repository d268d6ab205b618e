import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express'
import { type AcceptedTokens, accessTokenVerifier, type Caller } from './access-token.ts'

/** Seconds. A payment is refused this long after the last refresh: a session that has ended can't refresh. */
const freshFor = 60

/**
 * Creates a service that accepts the access tokens that a Latchkey server issued for it.
 *
 * @param accepted - whose tokens, and for which service
 * @returns the Express app
 */
export function createApp(accepted: AcceptedTokens): Express {
  const app = express()
  app.disable('x-powered-by')
  app.get('/feed', requireToken(accepted), (_req, res) => {
    const { userId, clientId } = res.locals['caller'] as Caller
    res.json({ for: userId, by: clientId })
  })
  app.post('/payments', requireToken({ ...accepted, maxAge: freshFor }), (_req, res) => {
    const { userId } = res.locals['caller'] as Caller
    res.status(201).json({ paidBy: userId })
  })
  app.use(latchkeyUnavailable)
  return app
}

function requireToken(accepted: AcceptedTokens): RequestHandler {
  const verify = accessTokenVerifier(accepted)
  return async (req, res, next) => {
    const token = bearerToken(req.get('Authorization'))
    const caller = token === null ? null : await verify(token)
    if (caller === null) return refuse(res)
    res.locals['caller'] = caller
    next()
  }
}

/** Answers 503 when Latchkey does not respond: the token is then neither valid nor invalid. */
const latchkeyUnavailable: ErrorRequestHandler = (error, _req, res, next) => {
  if (res.headersSent) return next(error)
  console.error(error instanceof Error ? error.message : error)
  res.status(503).json({ error: 'temporarily_unavailable' })
}

function bearerToken(header: string | undefined): string | null {
  return /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? null
}

/** @see [RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750.html#section-3) */
function refuse(res: Response): void {
  res.status(401).set('WWW-Authenticate', 'Bearer error="invalid_token"').json({ error: 'invalid_token' })
}
