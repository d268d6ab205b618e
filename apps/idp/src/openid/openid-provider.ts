import type { IncomingMessage } from 'node:http'
import { isLocalCallback } from '../client.ts'
import type { Handle } from '../http/respond.ts'
import type { Interactions } from '../interaction/interactions.ts'
import type { OpenidProviderId } from '../provider-id.ts'
import { reportFault } from '../report-fault.ts'
import { bendResponses } from './bend-responses.ts'
import { configurationFor } from './configuration.ts'
import { Provider } from './oidc-provider.ts'
import { createOpenidInteractions } from './openid-interactions.ts'
import { SignIns } from './sign-ins.ts'
import type { SigningKeys } from './signing-keys.ts'

export interface OpenidOptions {
  readonly id: OpenidProviderId
  readonly origin: string
  readonly keys: SigningKeys
  readonly redirectTo: string
}

export function createOpenidProvider({ id, origin, keys, redirectTo }: OpenidOptions): {
  readonly handle: Handle
  readonly interactions: Interactions
} {
  const signIns = new SignIns()
  const provider = new Provider(`${origin}/${id}`, configurationFor(id, keys, signIns))
  // The library compares with a fixed list; here the port isn't known beforehand.
  provider.Client.prototype.redirectUriAllowed = isLocalCallback
  provider.use(bendResponses({ keys, signIns, redirectTo, identifiesItself: id === 'oidc' }))
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a hook of Koa, which is no DOM target
  provider.onerror = reportFault
  provider.on('server_error', (_context, error) => reportFault(error))
  const callback = provider.callback()
  return {
    interactions: createOpenidInteractions(id, provider),
    async handle(request, response) {
      mountAt(`/${id}`, request)
      await callback(request, response)
    },
  }
}

/** As Express mounts: the library reads the part before its own path from `originalUrl`. */
function mountAt(mountPath: string, request: IncomingMessage & { originalUrl?: string }): void {
  const url = request.url ?? '/'
  request.originalUrl = url
  request.url = url.slice(mountPath.length)
}
