import { type Auth, callbackParamNames } from '@latchkey/auth'
import express, { type RequestHandler, Router } from 'express'
import { sendRefusal } from './send-refusal.ts'

const maxFormBytes = 16 * 1024

/**
 * Leads the browser on to the page of the callback, for providers that have it post the callback. The post comes from their
 * site, so it has none of our cookies, and nothing is done for it: the page sends the parameters as it does those of every
 * other callback. They go into the fragment, which no server and no proxy sees; its `?` tells it from what a provider put
 * there.
 *
 * @see [OAuth 2.0 Form Post Response Mode](https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html)
 */
export function postedCallback(auth: Pick<Auth, 'oauth'>): Router {
  const router = Router()
  const postsItsCallback: RequestHandler<{ provider: string }> = ({ params }, _res, next) => {
    const provider = auth.oauth.providers().find(({ id }) => id === params.provider)
    next(provider?.responseMode === 'form_post' ? undefined : 'route')
  }
  router.post('/oauth/callback/:provider', postsItsCallback, requireForm, readForm, ({ params, body }, res) => {
    const posted = new URLSearchParams(typeof body === 'string' ? body : '')
    const carried = new URLSearchParams([...posted].filter(([name]) => isCarried(name)))
    const page = `/oauth/callback/${params.provider}`
    res.status(303).set({ 'Cache-Control': 'no-store', Location: `${page}#?${carried.toString()}` })
    res.end()
  })
  return router
}

const requireForm: RequestHandler = (req, res, next) => {
  const type = req.get('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (type === 'application/x-www-form-urlencoded') return next()
  sendRefusal(res, 'UNSUPPORTED_MEDIA_TYPE', 'Send application/x-www-form-urlencoded.')
}

const readForm = express.text({ type: () => true, limit: maxFormBytes, inflate: false })

function isCarried(name: string): boolean {
  return callbackParamNames.some((carried) => carried === name)
}
