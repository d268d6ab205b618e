import { type Auth, AuthError, deviceGrantLifetime, StoreUnavailableError } from '@latchkey/auth'
import { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express'
import type { Log } from '../../log/logger.ts'
import { requestId, requestInfo } from '../request-info.ts'
import { outcomeOf } from '../request-outcome.ts'
import { statusOf } from '../error-handler.ts'
import { isSameOrigin } from '../refuse-cross-site.ts'
import { grantTypes } from './grant-types.ts'
import { OAuthError, oauthErrorOf, sendOAuthError } from './oauth-error.ts'
import { oauthPaths } from './oauth-paths.ts'
import { Form, readForm, requireNoScope } from './read-form.ts'

export interface OAuthEndpointsDependencies {
  readonly auth: Auth
  readonly publicUrl: URL
  readonly log: Log
}

/**
 * The OAuth endpoints, for clients that use OAuth and not the procedures. Clients are public: they name themselves without
 * authentication. No cookie is read here.
 */
export function oauthEndpoints({ auth, publicUrl, log }: OAuthEndpointsDependencies): Router {
  const router = Router()
  const post = (path: string, handle: (form: Form, req: Request, res: Response) => Promise<void>): void => {
    router.use(path, neverStored)
    router.post(path, refuseCrossSitePages(publicUrl.origin), ...readForm, (req, res) =>
      handle(new Form(req), req, res),
    )
    router.all(path, onlyPost)
  }

  // RFC 6749 §3.2
  post(oauthPaths.token, async (form, req, res) => {
    const name = form.required('grant_type')
    const grant = Object.hasOwn(grantTypes, name) ? grantTypes[name] : undefined
    if (grant === undefined) throw new OAuthError('unsupported_grant_type', 'There is no such grant type here.')
    const { accessToken, expiresIn, refreshToken } = await grant(auth, form, requestInfo(req, res))
    res.json({
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: Math.floor(expiresIn / 1000),
      refresh_token: refreshToken,
    })
  })

  // RFC 8628 §3.1
  post(oauthPaths.deviceAuthorization, async (form, req, res) => {
    requireNoScope(form)
    const started = await auth.deviceGrants.start(
      { clientId: form.required('client_id'), resources: form.all('resource') },
      requestInfo(req, res),
    )
    const page = new URL(oauthPaths.devicePage, publicUrl)
    const filledIn = new URL(page)
    filledIn.searchParams.set('code', started.userCode)
    res.json({
      device_code: started.deviceCode,
      user_code: started.userCode,
      verification_uri: page.href,
      verification_uri_complete: filledIn.href,
      expires_in: Math.floor(deviceGrantLifetime / 1000),
      // Rounded up: a device that waits this long is never too fast.
      interval: Math.ceil(auth.deviceGrants.pollInterval / 1000),
    })
  })

  // RFC 7009 §2
  post(oauthPaths.revocation, async (form, req, res) => {
    await auth.tokens.revoke(form.required('token'), requestInfo(req, res))
    res.end()
  })

  router.use('/oauth', oauthErrorHandler(log))
  return router
}

const neverStored: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store')
  next()
}

/**
 * Refuses requests of other sites' pages. Such a page can't read the answers, but it could use up the limits of its
 * visitors' networks, and show them user codes.
 */
function refuseCrossSitePages(publicOrigin: string): RequestHandler {
  return (req, _res, next) => {
    if (isSameOrigin(req, publicOrigin)) return next()
    throw new OAuthError('invalid_request', 'Programs ask here, not pages of other sites.', { status: 403 })
  }
}

const onlyPost: RequestHandler = (_req, res) => {
  res.set('Allow', 'POST')
  sendOAuthError(res, new OAuthError('invalid_request', 'Use POST.', { status: 405 }))
}

function oauthErrorHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error)
    if (error instanceof AuthError) outcomeOf(res).reasons.add(error.code)
    const refusal = oauthErrorOf(error) ?? unreadable(error)
    if (refusal !== null) return sendOAuthError(res, refusal)
    log.error({ err: error, requestId: requestId(res) }, 'request failed')
    const fault =
      error instanceof StoreUnavailableError
        ? new OAuthError('temporarily_unavailable', 'Latchkey can’t do this right now. Try again in a moment.', {
            status: 503,
          })
        : new OAuthError('server_error', 'Something went wrong on our side. Try again.', { status: 500 })
    sendOAuthError(res, fault)
  }
}

function unreadable(error: unknown): OAuthError | null {
  const status = statusOf(error)
  if (status < 400 || status >= 500) return null
  return new OAuthError('invalid_request', 'This request can’t be read, or is too large.', { status })
}
