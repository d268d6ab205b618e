import { readFileSync } from 'node:fs'
import type { Durations } from './durations.ts'
import { createGithubProvider } from './github/github-provider.ts'
import { type Handle, sendPage, urlOf } from './http/respond.ts'
import { interactionRoute } from './interaction/interaction-route.ts'
import { createOpenidProvider } from './openid/openid-provider.ts'
import type { SigningKeys } from './openid/signing-keys.ts'
import { indexPage } from './pages/index-page.ts'
import { messagePage } from './pages/message-page.ts'
import { type OpenidProviderId, providerIds } from './provider-id.ts'
import { createRedirectTarget } from './redirect-target.ts'

export interface RouteOptions {
  readonly origin: string
  readonly redirectTo: string | null
  readonly keys: Readonly<Record<OpenidProviderId, SigningKeys>>
  readonly durations: Durations
}

const style = readFileSync(new URL('pages/style.css', import.meta.url))

/** Routes a request by the first segment of its path, which names the provider. */
export function createRoutes({ origin, redirectTo: chosenTarget, keys, durations }: RouteOptions): Handle {
  const redirectTo = chosenTarget ?? `${origin}/elsewhere`
  const redirectTarget = createRedirectTarget()
  const providers = {
    google: createOpenidProvider({ id: 'google', origin, keys: keys.google, redirectTo, durations }),
    github: createGithubProvider({ redirectTo, durations }),
    oidc: createOpenidProvider({ id: 'oidc', origin, keys: keys.oidc, redirectTo, durations }),
  }
  return (request, response) => {
    const [, first = '', second, third, fourth] = urlOf(request).pathname.split('/')
    const id = providerIds.find((name) => name === first)
    if (id !== undefined && second === 'interaction' && third !== undefined && fourth === undefined) {
      return interactionRoute(id, third, providers[id].interactions)(request, response)
    }
    if (id !== undefined && second !== undefined) return providers[id].handle(request, response)
    if (first === 'elsewhere') return redirectTarget(request, response)
    if (first === 'style.css') {
      response.writeHead(200, { 'content-type': 'text/css; charset=utf-8' }).end(style)
      return
    }
    if (first === '') return sendPage(response, 200, indexPage(origin))
    return sendPage(response, 404, messagePage('Not found (local)', 'There is no page at this address.'))
  }
}
