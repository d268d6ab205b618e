import type { IncomingMessage } from 'node:http'
import type { Durations } from '../durations.ts'
import type { Handle } from '../http/respond.ts'
import type { Interactions } from '../interaction/interactions.ts'
import { isLocalCallback } from '../local-client.ts'
import type { OpenidProviderId } from '../provider-id.ts'
import { reportError } from '../report-error.ts'
import { applyFaults } from './apply-faults.ts'
import { configurationFor } from './configuration.ts'
import { GrantChoices } from './grant-choices.ts'
import { Provider } from './oidc-provider.ts'
import { createOpenidInteractions } from './openid-interactions.ts'
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
  const grantChoices = new GrantChoices(durations.grantMs)
  const provider = new Provider(`${origin}/${id}`, configurationFor({ provider: id, keys, grantChoices, durations }))
  // The library compares with a fixed list, but the port of a callback isn't known beforehand.
  provider.Client.prototype.redirectUriAllowed = isLocalCallback
  provider.use(applyFaults({ keys, grantChoices, redirectTo, sendsIss: id === 'oidc', durations }))
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a hook of Koa, which is no DOM target
  provider.onerror = reportError
  provider.on('server_error', (_context, error) => reportError(error))
  const callback = provider.callback()
  return {
    interactions: createOpenidInteractions(id, provider),
    async handle(request, response) {
      mountAt(`/${id}`, request)
      await callback(request, response)
    },
  }
}

/** Sets both URLs as Express does for a mounted app: the library derives its mount path from `originalUrl`. */
function mountAt(mountPath: string, request: IncomingMessage & { originalUrl?: string }): void {
  const url = request.url ?? '/'
  request.originalUrl = url
  request.url = url.slice(mountPath.length)
}
