import { readForm } from '../http/read-form.ts'
import { type Handle, sendPage } from '../http/respond.ts'
import { messagePage } from '../pages/message-page.ts'
import { type ProviderId, providerNames } from '../provider-id.ts'
import { readChoice } from './choice.ts'
import { interactionPage } from './interaction-page.ts'
import type { Interactions } from './interactions.ts'

/** Handles the interaction page, where a developer chooses an account and a fault. It is the same at every provider. */
export function interactionRoute(provider: ProviderId, uid: string, interactions: Interactions): Handle {
  return async (request, response) => {
    const open = await interactions.find(uid, request, response)
    if (open === null) {
      const title = `${providerNames[provider]} (local)`
      return sendPage(response, 404, messagePage(title, 'This sign-in has ended. Start again in the app.'))
    }
    if (request.method !== 'POST') return sendPage(response, 200, interactionPage({ provider, ...open, problem: null }))

    const form = await readForm(request)
    const read = form === null ? { problem: 'Send this page’s form.' } : readChoice(provider, form)
    if ('problem' in read) return sendPage(response, 400, interactionPage({ provider, ...open, problem: read.problem }))
    return interactions.finish(uid, read.choice, request, response)
  }
}
