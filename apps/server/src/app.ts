import type { RequestListener } from 'node:http'
import type { Auth } from '@latchkey/auth'
import express, { type Express } from 'express'
import type { Config } from './config/read-config.ts'
import { allowMethods } from './http/allow-methods.ts'
import { changePassword } from './http/change-password.ts'
import { health } from './http/health.ts'
import { errorHandler, notFound } from './http/error-handler.ts'
import { oauthEndpoints } from './http/oauth/oauth-endpoints.ts'
import { wellKnown } from './http/oauth/well-known.ts'
import { refuseCrossSite } from './http/refuse-cross-site.ts'
import { answerCalls } from './http/answer-calls.ts'
import { postedCallback } from './http/posted-callback.ts'
import { PeerAddresses, resolvePeerAddress } from './http/peer-address.ts'
import { readBody } from './http/read-body.ts'
import { logRequests, RequestLog } from './http/request-log.ts'
import { requireJson } from './http/require-json.ts'
import { requireValidHead } from './http/require-valid-head.ts'
import { requireReadable } from './http/require-readable.ts'
import { securityHeaders } from './http/security-headers.ts'
import { inlineScriptSources } from './http/inline-scripts.ts'
import { cookieSettings } from './http/cookie-settings.ts'
import { trpcHandler } from './http/trpc-handler.ts'
import { webApp } from './http/web-app.ts'
import { readWebFiles } from './http/web-files.ts'
import type { Log } from './log/logger.ts'
import type { RefusalCounts } from './log/refusal-counts.ts'

export interface AppDependencies {
  readonly auth: Auth
  readonly config: Pick<Config, 'publicUrl' | 'trustProxy' | 'captcha'>
  readonly log: Log
  /** Counts what is refused, for the summary in the log. */
  readonly refusals?: RefusalCounts
  /** Throws when the database can’t be read or written. */
  readonly ping: () => Promise<void>
  /** The folder of the built web app. */
  readonly webFolder: string
}

/** Returns what answers requests: procedure calls by a way of their own, and all else by the Express app. */
export function createRequestListener(dependencies: AppDependencies): RequestListener {
  const { auth, config, log } = dependencies
  const shared = sharedParts(dependencies)
  const { publicUrl } = config
  const calls = { auth, cookies: cookieSettings(publicUrl), origin: publicUrl.origin, log, ...shared }
  return answerCalls(calls, createApp(dependencies, shared))
}

interface SharedParts {
  readonly peers: PeerAddresses
  readonly requestLog: RequestLog
}

function sharedParts({ config, log, refusals }: AppDependencies): SharedParts {
  return { peers: new PeerAddresses(config, log), requestLog: new RequestLog(log, refusals) }
}

/** Returns the Express app: its middleware handles a request from top to bottom. */
export function createApp(dependencies: AppDependencies, shared: SharedParts = sharedParts(dependencies)): Express {
  const { auth, config, log, ping, webFolder } = dependencies
  const cookies = cookieSettings(config.publicUrl)
  const web = readWebFiles(webFolder)
  const scripts = inlineScriptSources(web.page ?? '')
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')

  app.use(resolvePeerAddress(shared.peers))
  app.use(logRequests(shared.requestLog))
  app.use(...securityHeaders({ scripts, captcha: config.captcha?.sources ?? null }))
  app.use(requireValidHead)
  app.use(allowMethods)
  app.use(health(ping, log))
  app.use(wellKnown(auth, config.publicUrl))
  app.use(changePassword())
  app.use(postedCallback(auth))
  app.use(oauthEndpoints({ auth, publicUrl: config.publicUrl, log }))
  app.use('/trpc', refuseCrossSite(config.publicUrl.origin), requireJson, requireReadable, ...readBody())
  app.use('/trpc', ...trpcHandler({ auth, cookies, log }))
  app.use(webApp(web, { sessionCookieName: cookies.sessionName, origin: config.publicUrl.origin }))
  app.use(notFound)
  app.use(errorHandler(log))
  return app
}
