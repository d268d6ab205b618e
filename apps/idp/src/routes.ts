import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import type { Durations } from './durations.ts'
import { type Handle, sendPage, urlOf } from './http/respond.ts'
import { interactionRoute } from './interaction/interaction-route.ts'
import type { Interactions } from './interaction/interactions.ts'
import { submitScript, submitScriptPath } from './openid/callback-form.ts'
import { openidProfiles } from './openid/openid-profiles.ts'
import { createOpenidProvider } from './openid/openid-provider.ts'
import type { SigningAlgorithm, SigningKeys } from './openid/signing-keys.ts'
import { indexPage } from './pages/index-page.ts'
import { messagePage } from './pages/message-page.ts'
import { isUserApiProvider, type ProviderId, providerIds } from './provider-id.ts'
import { createRedirectTarget } from './redirect-target.ts'
import { createUserApiProvider } from './user-api/user-api-provider.ts'

export interface RouteOptions {
  readonly origin: string
  readonly redirectTo: string | null
  readonly keys: Readonly<Record<SigningAlgorithm, SigningKeys>>
  readonly durations: Durations
}

interface PlayedProvider {
  readonly handle: Handle
  readonly interactions: Interactions
}

const style = readFileSync(new URL('pages/style.css', import.meta.url))

/** Routes a request by the first segment of its path, which names the provider. */
export function createRoutes(options: RouteOptions): Handle {
  const redirectTarget = createRedirectTarget()
  const providerAt = createProviders(options)
  return (request, response) => {
    const [, first = '', second, third, fourth] = urlOf(request).pathname.split('/')
    const id = providerIds.find((name) => name === first)
    if (id !== undefined && second === 'interaction' && third !== undefined && fourth === undefined) {
      return interactionRoute(id, third, providerAt(id).interactions)(request, response)
    }
    if (id !== undefined && second !== undefined) return providerAt(id).handle(request, response)
    if (first === 'elsewhere') return redirectTarget(request, response)
    if (first === 'style.css') return sendAsset(response, 'text/css', style)
    if (`/${first}` === submitScriptPath) return sendAsset(response, 'text/javascript', submitScript)
    if (first === '') return sendPage(response, 200, indexPage(options.origin))
    return sendPage(response, 404, messagePage('Not found (local)', 'There is no page at this address.'))
  }
}

/** Returns the function that gives a provider, which is created when it is first asked for. */
function createProviders({
  origin,
  redirectTo: chosenTarget,
  keys,
  durations,
}: RouteOptions): (id: ProviderId) => PlayedProvider {
  const redirectTo = chosenTarget ?? `${origin}/elsewhere`
  const created = new Map<ProviderId, PlayedProvider>()
  return (id) => {
    const provider =
      created.get(id) ??
      (isUserApiProvider(id)
        ? createUserApiProvider({ id, redirectTo, durations })
        : createOpenidProvider({ id, origin, keys: keys[openidProfiles[id].alg], redirectTo, durations }))
    created.set(id, provider)
    return provider
  }
}

function sendAsset(response: ServerResponse, type: string, content: Buffer | string): void {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(content)
}
