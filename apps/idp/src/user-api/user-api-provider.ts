import type { Durations } from '../durations.ts'
import { ExpiringMap } from '../expiring-map.ts'
import { type Handle, sendJson, urlOf } from '../http/respond.ts'
import type { Interactions } from '../interaction/interactions.ts'
import type { UserApiProviderId } from '../provider-id.ts'
import { accessTokenEndpoint } from './access-token.ts'
import { authorizeEndpoint } from './authorize.ts'
import { createUserApiInteractions } from './user-api-interactions.ts'
import type { AnswerAbout } from './user-api-profile.ts'
import { userApiProfiles } from './user-api-profiles.ts'
import type { UserApiGrant, UserApiRequest } from './user-api-requests.ts'

export interface UserApiOptions {
  readonly id: UserApiProviderId
  readonly redirectTo: string
  readonly durations: Durations
}

/** Creates a provider of plain OAuth 2 with a user API, as GitHub is: it has no ID token and no discovery. */
export function createUserApiProvider({ id, redirectTo, durations }: UserApiOptions): {
  readonly handle: Handle
  readonly interactions: Interactions
} {
  const pendingRequests = new ExpiringMap<UserApiRequest>()
  const codes = new ExpiringMap<UserApiGrant>()
  const tokens = new ExpiringMap<UserApiGrant>()
  const profile = userApiProfiles[id]
  const withToken = (answer: AnswerAbout): Handle => {
    return (request, response) => {
      const grant = tokens.get(bearerOf(request.headers.authorization ?? ''))
      return grant === null ? profile.answerStranger(response) : answer(response, grant, request)
    }
  }
  const routes: Readonly<Record<string, Handle>> = {
    [`GET ${profile.authorizePath}`]: authorizeEndpoint(id, pendingRequests, durations.interactionMs),
    [`POST ${profile.tokenPath}`]: accessTokenEndpoint(profile, { codes, tokens, redirectTo, durations }),
    ...Object.fromEntries(
      Object.entries(profile.resources).map(([path, answer]) => [`GET ${path}`, withToken(answer)] as const),
    ),
  }
  return {
    interactions: createUserApiInteractions(pendingRequests, codes, durations.codeMs),
    handle(request, response) {
      const path = urlOf(request).pathname.slice(`/${id}`.length)
      const route = routes[`${request.method} ${path}`]
      return route === undefined ? sendJson(response, 404, { message: 'Not Found' }) : route(request, response)
    },
  }
}

function bearerOf(authorization: string): string {
  const [scheme, token] = authorization.split(' ')
  return scheme?.toLowerCase() === 'bearer' ? (token ?? '') : ''
}
