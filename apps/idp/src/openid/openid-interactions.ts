import type { InteractionResults, Provider } from 'oidc-provider'
import { authorizationError } from '../faults/apply-response-fault.ts'
import type { Choice } from '../interaction/choice.ts'
import type { Interactions } from '../interaction/interactions.ts'
import type { OpenidProviderId } from '../provider-id.ts'
import { subjectOf } from './claims.ts'
import { otherPromptResults } from './prompts.ts'

/** The library's interactions. A cookie for the path of the page binds each to its browser. */
export function createOpenidInteractions(id: OpenidProviderId, provider: Provider): Interactions {
  return {
    async find(uid, request, response) {
      const details = await provider.interactionDetails(request, response).catch(() => null)
      if (details?.uid !== uid) return null
      // The library validated both before it redirected to the interaction.
      const { redirect_uri: redirectUri, scope } = details.params as { redirect_uri: string; scope: string }
      return { redirectUri, scope }
    },
    finish(uid, choice, request, response) {
      // The library does not delete its cookie. Browsers limit the cookies of localhost, which apps under test share.
      const expiredCookie = `${provider.cookieName('interaction')}=; path=/${id}/interaction/${uid}; max-age=0; httponly`
      response.appendHeader('set-cookie', expiredCookie)
      return provider.interactionFinished(request, response, resultOf(id, choice), { mergeWithLastSubmission: false })
    },
  }
}

function resultOf(id: OpenidProviderId, choice: Choice): InteractionResults {
  const error = authorizationError(choice.fault)
  if (error !== null) return error
  return { login: { accountId: subjectOf(id, choice.account), remember: false }, ...otherPromptResults, choice }
}
