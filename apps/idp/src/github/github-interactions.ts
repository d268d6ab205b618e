import { authorizationError, bendResponse } from '../behaviours/authorization-response.ts'
import type { ExpiringMap } from '../expiring-map.ts'
import { redirect } from '../http/respond.ts'
import type { Interactions } from '../interaction/interactions.ts'
import { randomId } from '../random-id.ts'
import type { GithubGrant, GithubRequest } from './github-requests.ts'

const codeLifetimeMs = 60_000

export function createGithubInteractions(
  waiting: ExpiringMap<GithubRequest>,
  codes: ExpiringMap<GithubGrant>,
): Interactions {
  return {
    async find(uid) {
      return waiting.get(uid)
    },
    async finish(uid, choice, _request, response) {
      const waited = waiting.take(uid)
      if (waited === null) throw new Error('finished an interaction twice')
      const location = new URL(waited.redirectUri)
      const error = authorizationError(choice.behaviour)
      if (error === null) {
        const code = randomId()
        codes.set(code, { ...waited, choice }, codeLifetimeMs)
        location.searchParams.set('code', code)
      } else {
        for (const [name, value] of Object.entries(error)) location.searchParams.set(name, value)
      }
      if (waited.state !== null) location.searchParams.set('state', waited.state)
      redirect(response, 303, bendResponse(location.href, choice.behaviour))
    },
  }
}
