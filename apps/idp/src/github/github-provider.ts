import type { Durations } from '../durations.ts'
import { ExpiringMap } from '../expiring-map.ts'
import { type Handle, sendJson, urlOf } from '../http/respond.ts'
import type { Interactions } from '../interaction/interactions.ts'
import { githubAccessToken } from './access-token.ts'
import { githubAuthorize } from './authorize.ts'
import { createGithubInteractions } from './github-interactions.ts'
import type { GithubGrant, GithubRequest } from './github-requests.ts'
import { githubEmails, githubUser } from './user-api.ts'

export interface GithubOptions {
  readonly redirectTo: string
  readonly durations: Durations
}

/** Creates a provider of plain OAuth 2 with a user API, as GitHub is: it has no ID token and no discovery. */
export function createGithubProvider({ redirectTo, durations }: GithubOptions): {
  readonly handle: Handle
  readonly interactions: Interactions
} {
  const pendingRequests = new ExpiringMap<GithubRequest>()
  const codes = new ExpiringMap<GithubGrant>()
  const tokens = new ExpiringMap<GithubGrant>()
  const routes: Readonly<Record<string, Handle>> = {
    'GET /github/login/oauth/authorize': githubAuthorize(pendingRequests, durations.interactionMs),
    'POST /github/login/oauth/access_token': githubAccessToken({ codes, tokens, redirectTo, durations }),
    'GET /github/api/v3/user': githubUser(tokens),
    'GET /github/api/v3/user/emails': githubEmails(tokens),
  }
  return {
    interactions: createGithubInteractions(pendingRequests, codes, durations.codeMs),
    handle(request, response) {
      const route = routes[`${request.method} ${urlOf(request).pathname}`]
      return route === undefined ? sendJson(response, 404, { message: 'Not Found' }) : route(request, response)
    },
  }
}
