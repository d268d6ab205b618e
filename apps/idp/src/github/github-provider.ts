import { ExpiringMap } from '../expiring-map.ts'
import { type Handle, sendJson, urlOf } from '../http/respond.ts'
import type { Interactions } from '../interaction/interactions.ts'
import { githubAccessToken } from './access-token.ts'
import { githubAuthorize } from './authorize.ts'
import { createGithubInteractions } from './github-interactions.ts'
import type { GithubGrant, GithubRequest } from './github-requests.ts'
import { githubEmails, githubUser } from './user-api.ts'

/** Plain OAuth 2 with an API beside it, as GitHub is: no ID token, no discovery. */
export function createGithubProvider({ redirectTo }: { readonly redirectTo: string }): {
  readonly handle: Handle
  readonly interactions: Interactions
} {
  const waiting = new ExpiringMap<GithubRequest>()
  const codes = new ExpiringMap<GithubGrant>()
  const tokens = new ExpiringMap<GithubGrant>()
  const routes: Readonly<Record<string, Handle>> = {
    'GET /github/login/oauth/authorize': githubAuthorize(waiting),
    'POST /github/login/oauth/access_token': githubAccessToken({ codes, tokens, redirectTo }),
    'GET /github/api/v3/user': githubUser(tokens),
    'GET /github/api/v3/user/emails': githubEmails(tokens),
  }
  return {
    interactions: createGithubInteractions(waiting, codes),
    handle(request, response) {
      const route = routes[`${request.method} ${urlOf(request).pathname}`]
      return route === undefined ? sendJson(response, 404, { message: 'Not Found' }) : route(request, response)
    },
  }
}
