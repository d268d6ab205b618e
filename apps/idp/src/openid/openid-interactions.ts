import type { InteractionResults, Provider } from 'oidc-provider'
import { authorizationError } from '../behaviours/authorization-response.ts'
import type { Choice } from '../interaction/choice.ts'
import type { Interactions } from '../interaction/interactions.ts'
import type { OpenidProviderId } from '../provider-id.ts'
import { subjectOf } from './claims.ts'
import { otherPromptsAnswered } from './prompts.ts'

/** The library's interactions, each bound to its browser by a cookie for that page's path. */
export function createOpenidInteractions(id: OpenidProviderId, provider: Provider): Interactions {
  return {
    async find(uid, request, response) {
      const details = await provider.interactionDetails(request, response).catch(() => null)
      if (details?.uid !== uid) return null
      // The library checked both before it asked.
      const { redirect_uri: redirectUri, scope } = details.params as { redirect_uri: string; scope: string }
      return { redirectUri, scope }
    },
    finish(uid, choice, request, response) {
      // The library leaves its cookie behind; browsers keep few for localhost, and apps under test have theirs there.
      const gone = `${provider.cookieName('interaction')}=; path=/${id}/interaction/${uid}; max-age=0; httponly`
      response.appendHeader('set-cookie', gone)
      return provider.interactionFinished(request, response, resultOf(id, choice), { mergeWithLastSubmission: false })
    },
  }
}

function resultOf(id: OpenidProviderId, choice: Choice): InteractionResults {
  const error = authorizationError(choice.behaviour)
  if (error !== null) return error
  return { login: { accountId: subjectOf(id, choice.person), remember: false }, ...otherPromptsAnswered, choice }
}
