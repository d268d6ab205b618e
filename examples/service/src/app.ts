import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express'
import { accessTokenVerifier, type Caller } from './access-token.ts'
import { fetchMe } from './fetch-me.ts'

/**
 * Creates a service that accepts the access tokens of a Latchkey server.
 *
 * @param issuer - the origin of the Latchkey
 * @returns the Express app
 */
export function createApp(issuer: string): Express {
  const verify = accessTokenVerifier(issuer)

  /** Verifies the token by the public keys alone. */
  const verifyOffline: RequestHandler = async (req, res, next) => {
    const token = bearerToken(req.get('Authorization'))
    const caller = token === null ? null : await verify(token)
    if (caller === null) return refuse(res)
    res.locals['caller'] = caller
    next()
  }

  const app = express()
  app.disable('x-powered-by')
  app.get('/feed', verifyOffline, (_req, res) => {
    const { userId, clientId } = res.locals['caller'] as Caller
    res.json({ for: userId, by: clientId })
  })
  app.post('/payments', async (req, res) => {
    const token = bearerToken(req.get('Authorization'))
    const me = token === null ? null : await fetchMe(issuer, token)
    if (me === null) return refuse(res)
    res.status(201).json({ paidBy: me.user.email })
  })
  app.use(latchkeyUnavailable)
  return app
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
