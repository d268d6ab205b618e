import type { IncomingMessage } from 'node:http'
import type { Durations } from '../durations.ts'
import { type Handle, sendPage, urlOf } from '../http/respond.ts'
import type { Interactions } from '../interaction/interactions.ts'
import { isLocalCallback } from '../local-client.ts'
import { messagePage } from '../pages/message-page.ts'
import { type OpenidProviderId, providerNames } from '../provider-id.ts'
import { reportError } from '../report-error.ts'
import { applyFaults } from './apply-faults.ts'
import { configurationFor } from './configuration.ts'
import { GrantChoices } from './grant-choices.ts'
import { Provider } from './oidc-provider.ts'
import { createOpenidInteractions } from './openid-interactions.ts'
import { openidProfiles } from './openid-profiles.ts'
import { isSignedSecret } from './signed-secret.ts'
import type { SigningKeys } from './signing-keys.ts'

export interface OpenidOptions {
  readonly id: OpenidProviderId
  readonly origin: string
  readonly keys: SigningKeys
  readonly redirectTo: string
  readonly durations: Durations
}

/** Creates an OpenID provider on `oidc-provider`, whose responses the chosen fault changes afterwards. */
export function createOpenidProvider({ id, origin, keys, redirectTo, durations }: OpenidOptions): {
  readonly handle: Handle
  readonly interactions: Interactions
} {
  const profile = openidProfiles[id]
  const grantChoices = new GrantChoices(durations.grantMs)
  const issuer = origin + profile.issuerPath
  const provider = new Provider(issuer, configurationFor({ provider: id, profile, keys, grantChoices, durations }))
  // The library compares with a fixed list, but the port of a callback isn't known beforehand.
  provider.Client.prototype.redirectUriAllowed = isLocalCallback
  if (profile.signedSecret === true) {
    // The library compares with a secret that it was told.
    Object.assign(provider.Client.prototype, {
      compareClientSecret: (secret: string) => isSignedSecret(secret, issuer),
    })
  }
  provider.use(applyFaults({ id, profile, origin, keys, grantChoices, redirectTo, durations }))
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a hook of Koa, which is no DOM target
  provider.onerror = reportError
  provider.on('server_error', (_context, error) => reportError(error))
  const callback = provider.callback()
  return {
    interactions: createOpenidInteractions(id, provider),
    async handle(request, response) {
      const [mountPath = ''] = profile.mountPath.exec(request.url ?? '') ?? []
      if (mountPath === '') return sendPage(response, 404, messagePage('Not found (local)', 'There is no page here.'))
      mountAt(mountPath, request)
      if (profile.postsCallback === true && !takesPostedCallback(request)) {
        const problem = 'response_mode must be form_post when name or email scope is requested.'
        return sendPage(response, 400, messagePage(`${providerNames[id]} (local)`, problem))
      }
      await callback(request, response)
    },
  }
}

/**
 * Whether a request is no authorization request, or asks for a posted callback. The parameter is taken out of it: the
 * library answers with a query, which becomes the form afterwards.
 */
function takesPostedCallback(request: IncomingMessage): boolean {
  const url = urlOf(request)
  if (!url.searchParams.has('client_id')) return true
  const mode = url.searchParams.get('response_mode')
  url.searchParams.delete('response_mode')
  request.url = url.pathname + url.search
  return mode === 'form_post'
}

/** Sets both URLs as Express does for a mounted app: the library derives its mount path from `originalUrl`. */
function mountAt(mountPath: string, request: IncomingMessage & { originalUrl?: string }): void {
  const url = request.url ?? '/'
  request.originalUrl = url
  request.url = url.slice(mountPath.length)
}
