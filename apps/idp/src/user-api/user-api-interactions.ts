import type { ExpiringMap } from '../expiring-map.ts'
import { authorizationError, applyResponseFault } from '../faults/apply-response-fault.ts'
import { redirect } from '../http/respond.ts'
import type { Interactions } from '../interaction/interactions.ts'
import { randomId } from '../random-id.ts'
import type { UserApiGrant, UserApiRequest } from './user-api-requests.ts'

/** The interactions of a provider with a user API: one for each pending authorization request. */
export function createUserApiInteractions(
  pendingRequests: ExpiringMap<UserApiRequest>,
  codes: ExpiringMap<UserApiGrant>,
  codeLifetimeMs: number,
): Interactions {
  return {
    async find(uid) {
      return pendingRequests.get(uid)
    },
    async finish(uid, choice, _request, response) {
      const pending = pendingRequests.take(uid)
      if (pending === null) throw new Error('finished an interaction twice')
      const location = new URL(pending.redirectUri)
      const error = authorizationError(choice.fault)
      if (error === null) {
        const code = randomId()
        codes.set(code, { ...pending, choice }, codeLifetimeMs)
        location.searchParams.set('code', code)
      } else {
        for (const [name, value] of Object.entries(error)) location.searchParams.set(name, value)
      }
      if (pending.state !== null) location.searchParams.set('state', pending.state)
      redirect(response, 303, applyResponseFault(location.href, choice.fault))
    },
  }
}
