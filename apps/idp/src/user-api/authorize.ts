import type { ExpiringMap } from '../expiring-map.ts'
import { type Handle, redirect, sendPage, urlOf } from '../http/respond.ts'
import { isLocalCallback, localClient } from '../local-client.ts'
import { messagePage } from '../pages/message-page.ts'
import { providerNames, type UserApiProviderId } from '../provider-id.ts'
import { randomId } from '../random-id.ts'
import type { UserApiRequest } from './user-api-requests.ts'

/**
 * Handles the authorization request, which stays pending for `lifetimeMs`.
 * @see [GitHub: Authorizing OAuth apps](https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps)
 */
export function authorizeEndpoint(
  id: UserApiProviderId,
  pendingRequests: ExpiringMap<UserApiRequest>,
  lifetimeMs: number,
): Handle {
  return (request, response) => {
    const read = readRequest(urlOf(request).searchParams)
    // No error is redirected to the app, because the redirect URI or the client is what is invalid.
    if ('problem' in read) return sendPage(response, 400, messagePage(`${providerNames[id]} (local)`, read.problem))
    const uid = randomId()
    pendingRequests.set(uid, read, lifetimeMs)
    return redirect(response, 302, `/${id}/interaction/${uid}`)
  }
}

function readRequest(query: URLSearchParams): UserApiRequest | { readonly problem: string } {
  if (query.get('client_id') !== localClient.id) return { problem: 'The client_id is unknown.' }
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!isLocalCallback(redirectUri)) return { problem: 'The redirect_uri is not a callback on this computer.' }
  const codeChallenge = query.get('code_challenge')
  if (codeChallenge !== null && query.get('code_challenge_method') !== 'S256') {
    return { problem: 'The code_challenge_method must be S256.' }
  }
  return { redirectUri, state: query.get('state'), scope: query.get('scope') ?? '', codeChallenge }
}
